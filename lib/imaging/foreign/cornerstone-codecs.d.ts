/** The parts of the packages that are used; they ship no types. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export type FrameInfo = {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
  };
  export type Decoder = {
    /** Room for the packed bytes, valid until anything else is called. */
    getEncodedBuffer(bytes: number): Uint8Array;
    decode(): void;
    getFrameInfo(): FrameInfo;
    /** Samples of one byte or two, valid until anything else is called. */
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  };
  type Options = { wasmBinary: Uint8Array; print(text: string): void; printErr(text: string): void };
  export default function load(options: Options): Promise<{ J2KDecoder: new () => Decoder }>;
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  import type { Decoder } from '@cornerstonejs/codec-openjpeg/decodewasmjs';

  type Options = { wasmBinary: Uint8Array; print(text: string): void; printErr(text: string): void };
  type LsDecoder = Decoder & { /** 0 = samples of a kind lie together. */ getInterleaveMode(): number };
  export default function load(options: Options): Promise<{ JpegLSDecoder: new () => LsDecoder }>;
}
