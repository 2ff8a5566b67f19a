/** Lower-case words joined by hyphens: the form of every id, and of the file name that is one. */
export const idPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
