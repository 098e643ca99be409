import { Refusal } from '../decoded.ts';
import { serveJobs } from '../job-side.ts';
import type { JxlReply, JxlTraffic } from './jxl-writer.ts';
import { writeJxl } from './jxl-writing.ts';

serveJobs<JxlTraffic>(async (job): Promise<JxlReply> => {
  try {
    return { bytes: await writeJxl(job) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message };
    throw error;
  }
});
