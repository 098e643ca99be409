import { addToMath } from './common/math.ts';
import { QU } from './common/qu.ts';

const page = globalThis as { QU?: unknown };
page.QU ??= QU;
addToMath();
