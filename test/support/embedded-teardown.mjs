import { removeRunFolder } from './run-folder.mjs';

export default function teardown() {
  removeRunFolder();
}
