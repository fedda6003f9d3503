import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop's page on an origin of its own, with the widget's tag on it. */
export class ShopPage {
  private constructor(private readonly server: Server) {}

  /**
   * @param html what stands in the page besides the tag
   * @param desk address of the desk the tag loads from; read at each request, so that the desk may start later
   */
  static async start(html: string, desk: () => string, attributes = ''): Promise<ShopPage> {
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/favicon')) return void response.writeHead(204).end();
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width">${html}` +
            `<script async src="${desk()}/widget.js" ${attributes}></script></html>`,
        );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ShopPage(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }
}
