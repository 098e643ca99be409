import { describeFile, type FileDescription } from '../describe-file.ts';

export type Told = Record<string, Record<string, string>>;

/** What a file tells beside its picture: values by group and name. */
export async function toldOf(file: string): Promise<Told> {
  return byName(await describeFile(file));
}

export function byName({ groups }: Pick<FileDescription, 'groups'>): Told {
  return Object.fromEntries(
    groups.map(({ name, tags }) => [name, Object.fromEntries(tags.map((tag) => [tag.name, tag.value]))]),
  );
}
