/**
 * A real HTTP server on this machine for the download tests: it serves one file and follows a script of faults, one step per
 * request.
 */

import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";

/**
 * The handling of one request; an empty step serves the file correctly.
 * @typedef {object} Step
 * @property {number} [status]             answer with this status and no file
 * @property {Record<string, string>} [headers]
 * @property {number} [cut]                break the connection after so many bytes of the body
 * @property {number} [stall]              send nothing more after so many bytes, and keep the connection open
 * @property {number} [flip]               send this byte of the file wrong
 * @property {Buffer} [body]               another file
 * @property {boolean} [no_ranges]
 * @property {number} [shift]              answer a range that begins so many bytes later than asked
 * @property {boolean} [no_length]         chunked
 */

export class FileServer {
  /** @type {{range: string | undefined, if_range: string | undefined}[]} */
  requests = [];
  /** @type {Step[]} */
  steps = [];
  /** The step for requests after the last of `steps`. @type {Step} */
  always = {};
  bytes_sent = 0;

  /** @param {number} bytes */
  constructor(bytes) {
    this.content = randomBytes(bytes);
    this.etag = '"one"';
    /** @type {Set<import("node:net").Socket>} */
    this.sockets = new Set();
    this.server = createServer((request, response) => this.#answer(request, response));
    this.server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
  }

  /** @param {number} bytes @returns {Promise<FileServer>} */
  static async start(bytes) {
    const server = new FileServer(bytes);
    await new Promise((resolve) => server.server.listen(0, "127.0.0.1", () => resolve(undefined)));
    return server;
  }

  get url() {
    return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (this.server.address()).port}/file.bin`;
  }

  /** The manifest's entry for the file. */
  get file() {
    const sha256 = createHash("sha256").update(this.content).digest("hex");
    return { path: "file.bin", bytes: this.content.length, sha256, role: /** @type {const} */ ("other") };
  }

  async stop() {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async #answer(request, response) {
    const step = this.steps.shift() ?? this.always;
    const { range, "if-range": if_range } = request.headers;
    this.requests.push({ range, if_range: /** @type {string | undefined} */ (if_range) });
    if (step.status) return void response.writeHead(step.status, step.headers).end();
    let body = step.body ?? this.content;
    let start = 0;
    const headers = { etag: this.etag, ...step.headers };
    const asked = /^bytes=(\d+)-$/.exec(range ?? "");
    const ranged = asked && !step.no_ranges && (!if_range || if_range === this.etag);
    if (ranged) {
      start = Number(asked[1]);
      if (start >= body.length) return void response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
      start += step.shift ?? 0;
      headers["content-range"] = `bytes ${start}-${body.length - 1}/${body.length}`;
    }
    if (step.flip !== undefined) {
      body = Buffer.from(body);
      body[step.flip] ^= 1;
    }
    body = body.subarray(start);
    if (!step.no_length) headers["content-length"] ??= String(body.length);
    response.writeHead(ranged ? 206 : 200, headers);
    const end = step.cut ?? step.stall ?? body.length;
    this.bytes_sent += Math.min(end, body.length);
    response.write(body.subarray(0, end));
    if (step.stall !== undefined) return;
    if (step.cut === undefined) return void response.end();
    // The bytes before a cut must arrive; an immediate reset could overtake them.
    setTimeout(() => response.destroy(), 30);
  }
}
