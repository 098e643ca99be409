import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/**
 * Runs a program of node_modules/.bin, or a script of this project with the running Node, and shows its
 * output. Answers the exit code.
 */
export function runTool(tool: string, args: string[]): Promise<number> {
  const script = tool.endsWith('.ts');
  const windows = process.platform === 'win32';
  const program = script
    ? process.execPath
    : path.join(root, 'node_modules/.bin', windows ? `${tool}.cmd` : tool);
  return new Promise((resolve) => {
    const child = spawn(program, script ? [path.join(root, tool), ...args] : args, {
      cwd: root,
      stdio: 'inherit',
      shell: windows && !script,
    });
    child.once('error', (error) => {
      console.error(`${tool}: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}
