import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';

/** The tab's title: the screen first, since tabs are cut at their end. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);

  override updateTitle(state: RouterStateSnapshot): void {
    const screen = this.buildTitle(state);
    this.title.setTitle(screen ? `${screen} · OneDollarAgent` : 'OneDollarAgent');
  }
}
