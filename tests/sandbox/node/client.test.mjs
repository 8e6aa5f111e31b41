// HubSpot's own client, unchanged, drives the sandbox on its v3 and v4 paths: whatever the client
// sends must be understood, and whatever it decodes must mean what HubSpot's would.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import hubspot from '@hubspot/api-client';

import { startSandbox } from './sandbox.mjs';

let sandbox;
let crm;

before(async () => {
  sandbox = await startSandbox('--portal', 'demo', '--any-path');
  crm = new hubspot.Client({
    accessToken: sandbox.token,
    basePath: sandbox.url,
    numberOfApiCallRetries: 0,
  }).crm;
});

after(async () => {
  assert.equal(await sandbox.stop(), 0);
});

const inputs = (ids) => ids.map((id) => ({ id }));

test('contacts are created, read, changed and archived', async () => {
  const made = await crm.contacts.basicApi.create({
    properties: { email: 'Zoe@Customer.example', firstname: 'Zoë' },
    associations: [],
  });
  assert.match(made.id, /^[0-9]+$/);
  assert.ok(made.createdAt instanceof Date);

  const read = await crm.contacts.basicApi.getById(made.id, ['email', 'firstname', 'city']);
  assert.equal(read.properties.email, 'zoe@customer.example');
  assert.equal(read.properties.city, null);

  await crm.contacts.basicApi.update(made.id, { properties: { city: 'Åbo' } });
  const again = await crm.contacts.basicApi.getById(
    'zoe@customer.example', ['city'], undefined, undefined, false, 'email');
  assert.equal(again.properties.city, 'Åbo');

  await crm.contacts.basicApi.archive(made.id);
  await assert.rejects(crm.contacts.basicApi.getById(made.id), { code: 404 });
  const gone = await crm.contacts.basicApi.getById(made.id, undefined, undefined, undefined, true);
  assert.equal(gone.archived, true);
  assert.ok(gone.archivedAt instanceof Date);
});

test('a taken e-mail address is a conflict that names the other contact', async () => {
  const failure = await crm.contacts.basicApi
    .create({ properties: { email: 'kaisa.lehtovaara@agency.example' }, associations: [] })
    .catch((error) => error);
  assert.equal(failure.code, 409);
  assert.equal(failure.body.category, 'CONFLICT');
  assert.match(failure.body.message, /Existing ID: 1001/);
});

test('lists of contacts are paged to the end, with their associations', async () => {
  const seen = new Set();
  let cursor;
  let mentor;
  do {
    const page = await crm.contacts.basicApi.getPage(
      100, cursor, ['email'], undefined, ['contacts', 'tasks']);
    for (const contact of page.results) {
      seen.add(contact.id);
      if (contact.id === '1001') mentor = contact;
    }
    cursor = page.paging?.next?.after;
  } while (cursor);
  const truth = await sandbox.control('GET', 'truth');
  const live = truth.records.filter((record) => record.kind === 'contact');
  assert.equal(seen.size, live.length);
  assert.ok(mentor.associations.contacts.results.some(({ id }) => id === '1002'));
});

test('a batch read answers what exists and names what does not', async () => {
  const reply = await crm.contacts.batchApi.read({
    inputs: inputs(['1001', '1002', '999999999']),
    properties: ['lastname'],
    propertiesWithHistory: [],
  });
  assert.deepEqual(
    reply.results.map(({ properties }) => properties.lastname).sort(),
    ['Lehtovaara', 'Niinikoski']);
  assert.equal(reply.numErrors, 1);
  assert.equal(reply.errors[0].category, 'OBJECT_NOT_FOUND');
  assert.deepEqual(reply.errors[0].context.ids, ['999999999']);
});

test('search finds, sorts and pages', async () => {
  const first = await crm.contacts.searchApi.doSearch({
    filterGroups: [
      { filters: [{ propertyName: 'email', operator: 'CONTAINS_TOKEN', value: '*customer*' }] },
    ],
    sorts: [{ propertyName: 'hs_object_id', direction: 'DESCENDING' }],
    properties: ['email'],
    limit: 200,
  });
  assert.equal(first.results.length, 200);
  assert.ok(first.total > 200);
  assert.equal(first.paging.next.after, '200');
  const ids = first.results.map(({ id }) => BigInt(id));
  assert.ok(ids.every((id, i) => i === 0 || ids[i - 1] > id));
});

test('a unique key on notes lets one note through and refuses its double', async () => {
  await crm.properties.groupsApi.create('notes', { name: 'mentorsync', label: 'mentorsync' });
  const property = await crm.properties.coreApi.create('notes', {
    groupName: 'mentorsync', name: 'mentorsync_key', label: 'mentorsync key',
    type: 'string', fieldType: 'text', hasUniqueValue: true, hidden: true,
  });
  assert.equal(property.hasUniqueValue, true);

  const note = (key) => ({
    properties: { mentorsync_key: key, hs_note_body: '<p>hei</p>', hs_timestamp: '2026-11-23T08:00:00Z' },
    associations: [],
    objectWriteTraceId: key,
  });
  const made = await crm.objects.notes.batchApi.create({ inputs: [note('ms1a'), note('ms1b')] });
  assert.equal(made.results.length, 2);
  const again = await crm.objects.notes.batchApi.create({ inputs: [note('ms1b'), note('ms1c')] });
  assert.equal(again.results.length, 1);
  assert.equal(again.errors[0].errors[0].code, 'CONFLICTING_UNIQUE_VALUE');
  assert.deepEqual(again.errors[0].context.objectWriteTraceId, ['ms1b']);

  const found = await crm.objects.notes.batchApi.read({
    inputs: inputs(['ms1b']), idProperty: 'mentorsync_key',
    properties: ['hs_note_body'], propertiesWithHistory: [],
  });
  assert.equal(found.results[0].properties.hs_note_body, '<p>hei</p>');
  const witness = await sandbox.control('GET', 'witness');
  assert.equal(witness.most_live, 1);
});

test('a note is on the timeline once it is associated, and only once', async () => {
  const note = await crm.objects.notes.basicApi.create({
    properties: { hs_note_body: 'timeline', hs_timestamp: '2026-11-23T09:00:00Z' },
    associations: [],
  });
  const pair = { inputs: [{ _from: { id: note.id }, to: { id: '1002' } }] };
  for (let i = 0; i < 2; ++i) {
    const reply = await crm.associations.v4.batchApi.createDefault('notes', 'contacts', pair);
    assert.equal(reply.status, 'COMPLETE');
  }
  const view = await sandbox.control('GET', 'contacts/1002?format=json');
  assert.equal(view.notes.filter(({ body }) => body === 'timeline').length, 1);
});

test('tasks carry what HubSpot requires of them', async () => {
  await assert.rejects(
    crm.objects.tasks.basicApi.create({
      properties: { hs_task_subject: 'no due date' }, associations: [],
    }),
    { code: 400 });
  const task = await crm.objects.tasks.basicApi.create({
    properties: { hs_task_subject: 'Haaste: testi', hs_timestamp: '1795413600000',
                  hs_task_status: 'NOT_STARTED' },
    associations: [{ to: { id: '1002' },
                     types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }] }],
  });
  assert.equal(task.properties.hs_timestamp, '2026-11-23T06:00:00.000Z');
});

test('the labels of a pair are read in batches and one by one', async () => {
  const batch = await crm.associations.v4.batchApi.getPage('contacts', 'contacts', {
    inputs: inputs(['1001', '1002']),
  });
  const mentee = batch.results.find(({ _from }) => _from.id === '1002');
  const types = mentee.to.find(({ toObjectId }) => `${toObjectId}` === '1001').associationTypes;
  assert.ok(types.some(({ label }) => label === 'Mentor'));
  const single = await crm.associations.v4.basicApi.getPage('contacts', '1002', 'contacts');
  assert.ok(single.results.some(({ toObjectId }) => `${toObjectId}` === '1001'));

  const labels = await crm.associations.v4.schema.definitionsApi.getAll('contacts', 'contacts');
  assert.deepEqual(labels.results.map(({ label }) => label).filter(Boolean).sort(),
                   ['Aktori', 'Mentor']);
  const made = await crm.associations.v4.schema.definitionsApi.create('contacts', 'contacts', {
    label: 'Coach', inverseLabel: 'Coachee', name: 'coach',
  });
  assert.deepEqual(made.results.map(({ label }) => label), ['Coachee', 'Coach']);
});

test('owners and lists are what the portal has', async () => {
  const owners = await crm.owners.ownersApi.getPage(undefined, undefined, 500, false);
  assert.ok(owners.results.some(({ email }) => email === 'kaisa.lehtovaara@agency.example'));
  const former = await crm.owners.ownersApi.getPage(undefined, undefined, 500, true);
  assert.ok(former.results.length > 0);
  assert.equal(former.results[0].userId, null);

  const { list } = await crm.lists.listsApi.getByName('Mentorointi', '0-1');
  const members = await crm.lists.membershipsApi.getPage(list.listId, undefined, undefined, 250);
  const truth = await sandbox.control('GET', 'truth');
  assert.deepEqual(members.results.map(({ recordId }) => recordId).sort(),
                   [...truth.scope].sort());
});

test('a wrong token and a missing scope are told apart', async () => {
  const stranger = new hubspot.Client({
    accessToken: 'pat-eu1-nobody', basePath: sandbox.url, numberOfApiCallRetries: 0,
  });
  await assert.rejects(stranger.crm.contacts.basicApi.getPage(), { code: 401 });
  await sandbox.control('POST', 'token', { scopes: ['crm.objects.contacts.read'] });
  const refusal = await crm.owners.ownersApi.getPage().catch((error) => error);
  assert.equal(refusal.code, 403);
  assert.equal(refusal.body.category, 'MISSING_SCOPES');
});
