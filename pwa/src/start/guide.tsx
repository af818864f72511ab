import { useState } from 'preact/hooks'
import { Button, LinkButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import * as demo from './demo.ts'
import { next, STEPS, type Step } from './steps.ts'
import { WORDS } from './words.ts'

/** The steps as a strip; the one to do next says what to do. Any other can be looked at. */
export function Guide() {
  const [chosen, choose] = useState<Step | null>(null)
  const { done } = demo.tour.value
  const upcoming = next(demo.tour.value)
  const shown = chosen && !done.includes(chosen) ? chosen : upcoming
  const pick = (step: Step) => {
    demo.lesson.value = ''
    choose(step)
  }
  return (
    <section class="guide" aria-label="The tour">
      <ol class="steps">
        {STEPS.map((step, at) => (
          <li key={step}>
            <button
              type="button"
              class={done.includes(step) ? 'step done' : 'step'}
              aria-current={step === shown ? 'step' : undefined}
              aria-label={done.includes(step) ? `${WORDS[step].title}, done` : WORDS[step].title}
              onClick={() => pick(step)}
            >
              <span class="step-mark">{done.includes(step) ? <Icon name="check" /> : at + 1}</span>
              <span>{WORDS[step].title}</span>
            </button>
          </li>
        ))}
      </ol>
      <div class="now" aria-live="polite">
        {demo.lesson.value ? <Lesson /> : shown ? <Now step={shown} /> : <Finished />}
      </div>
    </section>
  )
}

/** What there is to see after a step, until the visitor goes on. */
function Lesson() {
  return (
    <>
      <p class="grow">{demo.lesson.value}</p>
      <Button
        look="primary"
        onClick={() => {
          demo.lesson.value = ''
        }}
      >
        Go on
      </Button>
    </>
  )
}

function Now({ step }: { step: Step }) {
  return (
    <>
      <p class="grow">{WORDS[step].text}</p>
      {step === 'clock' && (
        <Button
          look="primary"
          icon="calendar"
          disabled={demo.planning.value !== '' || demo.isSpring.value}
          onClick={() => void demo.moveToSpring()}
        >
          {demo.planning.value ? 'Planning' : 'Go to 1 April'}
        </Button>
      )}
      {step === 'file' && <OwnFile />}
    </>
  )
}

function OwnFile() {
  return (
    <div class="row wrap">
      <label
        class="button secondary file-button"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          hand(event.dataTransfer?.files[0])
        }}
      >
        <Icon name="upload" />
        Drop or choose a spreadsheet
        <input
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          onChange={(event) => {
            hand(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </label>
      <LinkButton look="plain" icon="download" href="/api/demo/sample.csv" download="sample.csv">
        A sample
      </LinkButton>
    </div>
  )
}

function hand(file: File | undefined): void {
  if (file) demo.handFile(file)
}

function Finished() {
  return (
    <>
      <p class="grow">
        <strong>That was Rounds.</strong> From your spreadsheet to this took seven steps; everything
        stays on your own server.
      </p>
      <Button look="primary" icon="refresh" onClick={() => void demo.restart()}>
        Once more
      </Button>
    </>
  )
}
