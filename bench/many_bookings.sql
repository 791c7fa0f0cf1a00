-- What became of the gifts in `gift` (many_gifts.sql): the books, papers, messages, mails and records of them.

CREATE TEMP TABLE line AS
SELECT *, 'txn_' || md5('line' || n) AS number, amount * 3 / 100 + 10 AS fee, booked_on + 7 - extract(isodow FROM booked_on)::int AS sent
FROM gift WHERE gateway = 'stripe' AND state = 'paid';

INSERT INTO donations_payout (provider_reference, gateway, livemode, state, reason, arrived_on, sent_at, created_at, changed_at, amount_minor, currency)
SELECT 'po_%(first)s' || currency || sent, 'stripe', false, 'paid', '', sent + 2, sent, sent, sent, sum(amount - fee), currency
FROM line WHERE sent < %(today)s - 3 GROUP BY currency, sent ORDER BY sent;

ANALYZE donations_payout;

INSERT INTO donations_balanceline (provider_reference, gateway, livemode, kind, charge, cause, payment_id, payout_id, gross_minor, fee_minor,
  currency, moved_on, created_at)
SELECT number, 'stripe', false, 'capture', 'ch_' || md5('charge' || n), '', line.id, payout.id, amount, fee, line.currency, booked_on, paid_at
FROM line LEFT JOIN donations_payout AS payout ON payout.provider_reference = 'po_%(first)s' || line.currency || sent ORDER BY line.id;

CREATE TEMP TABLE entry AS
SELECT id AS payment, 1 AS place, 'capture:' || pg_temp.reference('P', n) AS source, 'gifts' AS account, amount, booked_on AS day FROM gift WHERE booked_on IS NOT NULL
UNION ALL SELECT id, 2, 'fee:stripe:' || number, 'fees', -fee, booked_on FROM line
UNION ALL SELECT line.id, 3, 'payout:stripe:' || payout.provider_reference || ':' || number, 'bank', fee - amount, payout.arrived_on
  FROM line JOIN donations_payout AS payout ON payout.provider_reference = 'po_%(first)s' || line.currency || sent
UNION ALL SELECT id, 4, 'refund:' || gateway || ':re_' || n, 'gifts', -amount, least(booked_on + 5, %(today)s) FROM gift WHERE state = 'refunded';

INSERT INTO donations_ledgerentry (source, account, amount_minor, currency, gateway, livemode, payment_id, donation_id, designation_id, booked_on, created_at)
SELECT source, side.account, side.amount, currency, gateway, false, id, id, designation_id, day, day
FROM entry JOIN gift ON gift.id = entry.payment
CROSS JOIN LATERAL (VALUES ('gateway', entry.amount), (entry.account, -entry.amount)) AS side (account, amount)
ORDER BY day, id, place;

INSERT INTO donations_refund (payment_id, gateway, livemode, provider_reference, created_at, amount_minor, gift_minor, currency)
SELECT id, gateway, false, 're_' || n, paid_at + interval '5 days', amount, amount, currency FROM gift WHERE state = 'refunded' ORDER BY id;

CREATE TEMP TABLE paper AS
SELECT *, extract(year FROM booked_on)::int AS year, row_number() OVER (PARTITION BY extract(year FROM booked_on) ORDER BY id)
  + coalesce((SELECT last FROM donations_receiptcounter AS c WHERE c.year = extract(year FROM booked_on) AND NOT livemode), 0) AS number
FROM gift WHERE booked_on IS NOT NULL;

INSERT INTO donations_receiptcounter (entity_id, livemode, year, last)
SELECT (SELECT id FROM donations_legalentity WHERE is_issuing), false, year, max(number) FROM paper GROUP BY year
ON CONFLICT (entity_id, livemode, year) DO UPDATE SET last = EXCLUDED.last;

INSERT INTO donations_receipt (entity_id, livemode, year, number, reference, kind, state, payment_id, language, given_on, code, printed, file, sha256,
  created_at, changed_at, amount_minor, currency)
SELECT entity.id, false, year, number, entity.code || '-TEST-' || year || '-' || lpad(number::text, 6, '0'), 'receipt',
  CASE state WHEN 'refunded' THEN 'voided' ELSE 'issued' END, paper.id, 'uz', booked_on, pg_temp.reference('V', n),
  '{"donor": "Bench"}', 'receipts/' || md5('paper' || n) || '.pdf', md5('paper' || n) || md5('bench' || n), paid_at, paid_at, amount, currency
FROM paper, donations_legalentity AS entity WHERE is_issuing ORDER BY paper.id;

INSERT INTO donations_providerevent (gateway, livemode, event_id, kind, payment_id, payload, state, reason, occurred_at, received_at, due_at, named, provider_reference, note)
SELECT gateway, false, 'evt_' || md5('event' || n), 'settle', id, jsonb_build_object('reference', pg_temp.reference('P', n), 'amount', amount),
  CASE WHEN n %% 5000 = 7 AND created_at > %(now)s - interval '1 year' THEN 'quarantined' WHEN n %% 50 = 7 THEN 'repeated' ELSE 'applied' END, '',
  coalesce(paid_at, created_at), coalesce(paid_at, created_at), coalesce(paid_at, created_at), pg_temp.reference('P', n), 'pi_' || md5('payment' || n), ''
FROM gift WHERE gateway NOT IN ('cash', 'bank') AND state <> 'open' ORDER BY id;

INSERT INTO donations_bankstatement (name, digest, imported_by_id, imported_at)
SELECT 'statement-' || month || '.xml', md5('%(first)s' || month), (SELECT id FROM accounts_user WHERE email = 'finance@demo.example'), month
FROM (SELECT DISTINCT date_trunc('month', booked_on) AS month FROM gift WHERE booked_on IS NOT NULL) AS months ORDER BY month;

INSERT INTO donations_statementline (statement_id, fingerprint, booked_on, payer, text, bank_reference, state, note, payment_id, changed_at, amount_minor, currency)
SELECT statement.id, md5('%(first)s' || gift.id), booked_on, donor.name, CASE WHEN n %% 400 = 1 THEN 'Xayriya' ELSE pg_temp.reference('P', n) END,
  'B' || gift.id, CASE WHEN n %% 400 = 1 THEN 'unmatched' ELSE 'matched' END, '', CASE WHEN n %% 400 <> 1 THEN gift.id END, paid_at, amount, currency
FROM gift JOIN donations_donor AS donor ON donor.id = donor_id
JOIN donations_bankstatement AS statement ON digest = md5('%(first)s' || date_trunc('month', booked_on))
WHERE gateway = 'bank' AND booked_on IS NOT NULL ORDER BY gift.id;

INSERT INTO donations_reconcilerun (gateway, kind, state, origin, started_at, moved_at, ended_at, asked, changed, failed, differences)
SELECT pg_temp.one_of(n, 50, ARRAY['stripe', 'click', 'payme']), pg_temp.one_of(n, 51, ARRAY['open', 'missed', 'costs', 'payouts', 'books']),
  'done', 'clock', at, at, at + interval '1 second', 10, 0, 0, 0
FROM (SELECT n, %(now)s - n * interval '2 minutes' AS at FROM generate_series(%(last)s / 50, (%(first)s + 49) / 50, -1) AS n) AS runs;

INSERT INTO core_auditentry (action, object_label, object_pk, old, new, note, at)
SELECT kind || '.' || new, 'donations.' || kind, id::text, old, new, '', paid_at
FROM gift CROSS JOIN (VALUES ('payment', 'redirected', 'succeeded'), ('donation', 'open', 'paid')) AS step (kind, old, new)
WHERE paid_at IS NOT NULL ORDER BY id;

INSERT INTO core_outboxmessage (key, "to", language, template, subject, text, html, headers, sensitive, state, attempts, due_at, created_at, sent_at, error)
SELECT 'receipt:' || pg_temp.reference('P', gift.n), donor.email, donor.language, 'donations/receipt', 'Thank you', '', '', '{}', true, 'sent', 1,
  paid_at, paid_at, paid_at, ''
FROM gift JOIN donations_donor AS donor ON donor.id = donor_id WHERE paid_at IS NOT NULL ORDER BY gift.id;

DROP TABLE donor, purpose, sponsorship, gift, line, entry, paper;
