import fc from 'fast-check'
import { expect, it } from 'vitest'
import { personalise, placeholdersIn } from './placeholders.ts'

const person = {
  phone: '905551234567',
  name: 'Ayşe',
  surname: null,
  variables: { city: 'İzmir', name: 'wrong' },
}

it.each([
  ['Hello {{name}} {{surname}}, how is {{city}}?', 'Hello Ayşe, how is İzmir?'],
  ['Hello {name} {surname}!', 'Hello Ayşe!'],
  ['{city} is nobody: {{city}}', '{city} is nobody: İzmir'],
  ['{{phone}}', '905551234567'],
  ['{{Name}} {NAME} {{ SURNAME }} {{Şehir|x}}', 'Ayşe Ayşe x'],
  ['{{CITY}} {{City}}', 'İzmir İzmir'],
])('renders %j as %j', (text, expected) => {
  expect(personalise(text, person)).toBe(expected)
})

it('prefers the value of exactly the written name', () => {
  const both = { ...person, variables: { Name: 'exact', CITY: 'exact', city: 'other' } }
  expect(personalise('{{Name}} {{name}} {{NAME}} {{CITY}}', both)).toBe('exact Ayşe Ayşe exact')
})

it('finds a name without its accents and its Turkish dots', () => {
  const somebody = { ...person, variables: { ŞEHİR: 'İzmir' } }
  expect(personalise('{{şehir}} {{sehir}}', somebody)).toBe('İzmir İzmir')
})

it('leaves the phone of a hidden number empty', () => {
  expect(personalise('Call {{phone}}!', { ...person, phone: '123456789012345@lid' })).toBe('Call!')
})

it('lists the names of the placeholders once', () => {
  expect(placeholdersIn('{{ city }} {Name} {x} {{city|there}} {{City}} {{')).toEqual(['city', 'Name', 'City'])
})

it('reads the name from the variables of a recipient without a name', () => {
  const unnamed = { phone: '905551234567', name: null, surname: null, variables: { name: 'Ayşe' } }
  expect(personalise('{name} {{name}}', unnamed)).toBe('Ayşe Ayşe')
})

it("never renders one recipient's data for another, for any data and any text", () => {
  const pieces = fc.constantFrom(
    '{{name}}',
    '{name}',
    '{{surname}}',
    '{{city}}',
    '{{',
    '}}',
    '{',
    '|',
    'x',
    ' ',
  )
  const words = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }).map((parts) => parts.join(''))
  const somebody = (mark: string) =>
    fc.record({
      phone: fc.constant(`90555${mark}`),
      name: fc.option(words.map((text) => text + mark)),
      surname: fc.option(words.map((text) => mark + text)),
      variables: fc.dictionary(
        words,
        words.map((text) => text + mark),
      ),
    })
  const without = (text: string) => text.replaceAll('◆', '').replaceAll('◇', '')
  fc.assert(
    fc.property(words.map(without), somebody('◆'), somebody('◇'), (text, one, other) => {
      const [toOne, toOther] = [personalise(text, one), personalise(text, other)]
      const [foreignToOne, foreignToOther] = [JSON.stringify(one), JSON.stringify(other)]
      fc.pre(!foreignToOne.includes('◇') && !foreignToOther.includes('◆'))
      expect([toOne.includes('◇'), toOther.includes('◆')]).toEqual([false, false])
    }),
  )
})
