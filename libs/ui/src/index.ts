export { accentVariables, contrast, parseHex, CONTROL_CONTRAST, TEXT_CONTRAST, type Theme } from './accent.js';
export { FACE_COLOURS, faceColour, initials } from './faces.js';
