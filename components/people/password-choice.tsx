'use client';

import { Eye, EyeOff, WandSparkles } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { generatePassword } from './generate-password.ts';

/** A password for somebody else: typed, or made up here. */
export function PasswordChoice({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (password: string) => void;
  error: string | undefined;
}) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} error={error} hint="8 to 120 characters.">
      <div className="flex gap-2">
        <Input
          type={shown ? 'text' : 'password'}
          value={value}
          maxLength={120}
          autoComplete="new-password"
          spellCheck={false}
          className={shown ? 'font-mono' : undefined}
          onValueChange={onChange}
        />
        <IconButton
          label={shown ? 'Hide the password' : 'Show the password'}
          look="plain"
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
        <Button
          onClick={() => {
            onChange(generatePassword());
            setShown(true);
          }}
        >
          <WandSparkles aria-hidden="true" />
          Generate
        </Button>
      </div>
    </Field>
  );
}
