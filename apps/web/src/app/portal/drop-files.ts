import { Directive, output, signal } from '@angular/core';

/** Takes files that are dropped on the element; while some are held over it, it has the class `receiving`. */
@Directive({
  selector: '[odaDropFiles]',
  host: {
    '[class.receiving]': 'isOver()',
    '(dragover)': 'welcome($event)',
    '(dragleave)': 'isOver.set(false)',
    '(drop)': 'take($event)',
  },
})
export class DropFiles {
  readonly dropped = output<readonly File[]>();
  protected readonly isOver = signal(false);

  /** Without this the browser would open what is dropped in the portal's place. */
  protected welcome(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.isOver.set(true);
  }

  protected take(event: DragEvent): void {
    this.isOver.set(false);
    const files = filesOf(event.dataTransfer);
    if (files.length === 0) return;
    event.preventDefault();
    this.dropped.emit(files);
  }
}

/** Folders are not among them: a browser gives one as a file that cannot be read. */
function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory ? null : item.getAsFile();
    return file ? [file] : [];
  });
}
