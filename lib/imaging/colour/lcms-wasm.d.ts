/** The parts of the package that are used; it ships no types. */
declare module 'lcms-wasm' {
  export type Lcms = {
    /** Replaced whenever the memory grows: never keep it. */
    HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _cmsOpenProfileFromMem(pointer: number, bytes: number): number;
    _cmsCloseProfile(profile: number): number;
    _cmsCreateLab4Profile(whitePoint: number): number;
    _cmsCreateTransform(
      input: number,
      inputFormat: number,
      output: number,
      outputFormat: number,
      intent: number,
      flags: number,
    ): number;
    _cmsDeleteTransform(transform: number): void;
    _cmsDoTransform(transform: number, input: number, output: number, pixels: number): void;
  };
  export function instantiate(options?: { print?: (text: string) => void }): Promise<Lcms>;
}
