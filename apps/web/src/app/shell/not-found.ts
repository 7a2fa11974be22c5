import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Empty } from '../ui/empty.js';

@Component({
  selector: 'oda-not-found',
  imports: [MatButton, RouterLink, Empty],
  template: `
    <div class="page">
      <h1 class="unseen">Page not found</h1>
      <oda-empty icon="search" title="There is no page at this address">
        It may have been mistyped, or the page has moved.
        <a action matButton="outlined" routerLink="/">Go to the start</a>
      </oda-empty>
    </div>
  `,
})
export class NotFound {}
