// Starts the sandbox program on free ports and stops it again.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.MENTORSYNC_SANDBOX;
if (!program) throw new Error('MENTORSYNC_SANDBOX must name the sandbox program');

export async function startSandbox(...options) {
  const folder = await mkdtemp(join(tmpdir(), 'mentorsync-sandbox-'));
  const portFile = join(folder, 'ports');
  const tokenFile = join(folder, 'token');
  const child = spawn(
    program,
    ['--port-file', portFile, '--token-file', tokenFile, '--now', '2026-11-23T06:00:00Z', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // The line about the ports is printed after their file is written.
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', () => reject(new Error('the sandbox ended before it listened')));
  });
  const [port, controlPort] = (await readFile(portFile, 'utf8')).trim().split('\n');
  const token = (await readFile(tokenFile, 'utf8')).trim();
  const control = async (method, path, body) => {
    const reply = await fetch(`http://127.0.0.1:${controlPort}/_sandbox/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return reply.json();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    control,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const code = await ended;
      await rm(folder, { recursive: true });
      return code;
    },
  };
}
