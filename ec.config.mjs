import { defineEcConfig } from '@astrojs/starlight/expressive-code';

export default defineEcConfig({
  defaultProps: { wrap: true, frame: 'none' },
  // What is copied is what is shown, comments included.
  frames: { removeCommentsWhenCopyingTerminalFrames: false, extractFileNameFromCode: false },
  shiki: {
    transformers: [
      {
        name: 'without-time-limit',
        // Shiki stops colouring a line after half a second, so that a busy machine would build other bytes.
        preprocess(_code, options) {
          options.tokenizeTimeLimit = 0;
        },
      },
    ],
  },
});
