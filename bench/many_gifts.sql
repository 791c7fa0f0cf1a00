-- Years of giving, written by the database itself: gifts %(first)s to %(last)s. A blank line ends a statement.
-- What is drawn is drawn from the gift's number: the same numbers make the same gifts.

CREATE OR REPLACE FUNCTION pg_temp.draw(n bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(n, salt) & 1048575) / 1048576.0::float8 $$;

CREATE OR REPLACE FUNCTION pg_temp.one_of(n bigint, salt bigint, choices anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE AS
$$ SELECT choices[1 + floor(pg_temp.draw(n, salt) * cardinality(choices))::int] $$;

CREATE OR REPLACE FUNCTION pg_temp.reference(prefix text, n bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
$$ DECLARE bits bigint := hashint8extended(n, ascii(prefix)); found text := prefix; BEGIN
FOR place IN 0..11 LOOP
  IF place %% 4 = 0 THEN found := found || '-'; END IF;
  found := found || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((bits >> (place * 5)) & 31)::int, 1);
END LOOP;
RETURN found; END $$;

CREATE TEMP TABLE donor AS
SELECT n, given || ' ' || family AS name,
  lower(given || '.' || family) || n || '@' || pg_temp.one_of(n, 3, ARRAY['mail', 'inbox', 'post', 'firm']) || '.example' AS email,
  pg_temp.one_of(n, 4, ARRAY['uz', 'uz', 'uz', 'ru', 'ru', 'uz-cyrl', 'en', 'en']) AS language,
  pg_temp.one_of(n, 5, ARRAY['UZ', 'UZ', 'UZ', 'UZ', 'UZ', '', '', 'DE', 'US', 'GB', 'KZ', 'RU', 'KR', 'CH', 'AT', 'FR']) AS country
FROM (SELECT n,
    pg_temp.one_of(n, 1, ARRAY['Aziza', 'Botir', 'Dilshod', 'Elena', 'Farida', 'Gulnora', 'Hans', 'Iroda', 'Jasur', 'Kamola',
      'Lola', 'Malika', 'Nodira', 'Olga', 'Peter', 'Rustam', 'Sardor', 'Timur', 'Umida', 'Zafar']) AS given,
    pg_temp.one_of(n, 2, ARRAY['Karimov', 'Yusupov', 'Rahimov', 'Tursunov', 'Ismoilov', 'Abdullayev', 'Nazarov', 'Saidov',
      'Ergashev', 'Mirzayev', 'Ivanov', 'Petrov', 'Kim', 'Schmidt', 'Weber', 'Smith', 'Brown', 'Dubois'])
    || pg_temp.one_of(n, 6, ARRAY['', '', 'a', 'ich', 'xon', 'bek', 'son', 'skiy', 'zoda', 'qulov']) AS family
  FROM generate_series((%(first)s + 9) / 10, %(last)s / 10) AS n) AS people;

INSERT INTO donations_donor (id, email, number, name, language, country, user_id, created_at)
SELECT %(base)s + n, email, CASE WHEN n %% 10 = 0 THEN 'L' || n END, name, language, country,
  (SELECT id FROM accounts_user WHERE n = 1 AND email = 'donor@demo.example'), %(now)s - interval '6 years'
FROM donor;

CREATE TEMP TABLE purpose AS
SELECT array_agg(id ORDER BY id) AS every, array_agg(id ORDER BY id) FILTER (WHERE kind = 'village') AS villages
FROM donations_designation;

CREATE TEMP TABLE sponsorship AS
SELECT row_number() OVER (ORDER BY sponsorship.n) - 1 AS place, %(base)s + sponsorship.n AS id, sponsorship.n, %(base)s + donor.n AS donor_id,
  donor.name, donor.language,
  pg_temp.one_of(sponsorship.n, 11, villages) AS designation_id,
  pg_temp.one_of(sponsorship.n, 12, ARRAY['stripe', 'stripe', 'stripe', 'bank']) AS gateway,
  CASE WHEN draw < .7 THEN 'active' WHEN draw < .75 THEN 'past_due' WHEN draw < .85 THEN 'unpaid' ELSE 'cancelled' END AS state,
  (1 + floor(draw * 28))::int AS day
FROM (SELECT n, pg_temp.draw(n, 10) AS draw, (%(first)s + 9) / 10 + (n * 7) %% greatest(1, (%(last)s - %(first)s + 1) / 10) AS giver
  FROM generate_series((%(first)s + 49) / 50, %(last)s / 50) AS n) AS sponsorship
JOIN donor ON donor.n = sponsorship.giver, purpose;

INSERT INTO donations_sponsorship (id, reference, donor_id, donor_name, designation_id, language, is_anonymous, frequency, state,
  gateway, livemode, is_pledge, charge_token, started_on, next_charge_on, failures, given_from, amount_minor, currency, created_at, changed_at)
SELECT id, pg_temp.reference('S', n), donor_id, name, designation_id, language, n %% 20 = 0, 'month', state,
  gateway, false, false, CASE gateway WHEN 'stripe' THEN 'sub_bench' || n ELSE '' END, (%(now)s - interval '24 months')::date,
  %(today)s + day, (state = 'past_due')::int, '', CASE gateway WHEN 'stripe' THEN 2500 ELSE 10000000 END,
  CASE gateway WHEN 'stripe' THEN 'USD' ELSE 'UZS' END, %(now)s - interval '24 months' + n * interval '1 second', %(now)s
FROM sponsorship;

ANALYZE sponsorship;

CREATE TEMP TABLE gift AS
WITH numbered AS (
  SELECT n, CASE WHEN n %% 25 < 12 THEN (n - %(first)s) / 25 * 12 + n %% 25 END AS nth,
    (n - %(first)s + pg_temp.draw(n, 20)) / (%(last)s - %(first)s + 1) AS part
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n),
kept AS (SELECT count(*) AS sponsorships FROM sponsorship),
single AS (
  SELECT n, NULL::bigint AS sponsorship_id, NULL::date AS period, %(now)s - (1 - part) * interval '6 years' AS created_at,
    1 + floor(power(pg_temp.draw(n, 21), 2) * (%(last)s / 10))::bigint AS donor,
    pg_temp.one_of(n, 22, every || every[1:1] || every[1:1]) AS designation_id,
    pg_temp.one_of(n, 23, ARRAY['stripe', 'stripe', 'payme', 'payme', 'payme', 'click', 'click', 'bank', 'sandbox', 'cash']) AS gateway
  FROM numbered, purpose WHERE nth IS NULL),
again AS (
  SELECT numbered.n, sponsorship.id, (date_trunc('month', %(now)s) - (24 - nth / sponsorships) * interval '1 month')::date + day - 1,
    date_trunc('month', %(now)s) - (24 - nth / sponsorships) * interval '1 month' + (day - 1 + pg_temp.draw(numbered.n, 24)) * interval '1 day',
    sponsorship.donor_id - %(base)s, sponsorship.designation_id, sponsorship.gateway
  FROM numbered, kept JOIN sponsorship ON true WHERE nth %% sponsorships = place AND nth / sponsorships < 24),
drawn AS (
  SELECT every.*, pg_temp.draw(n, 30) AS fate, pg_temp.draw(n, 31) AS size,
    CASE WHEN gateway = 'stripe' THEN pg_temp.one_of(n, 32, ARRAY['USD', 'USD', 'EUR', 'GBP'])
      WHEN gateway = 'bank' AND sponsorship_id IS NULL THEN pg_temp.one_of(n, 32, ARRAY['UZS', 'UZS', 'UZS', 'USD']) ELSE 'UZS' END AS currency
  FROM (SELECT * FROM single UNION ALL SELECT * FROM again) AS every),
ended AS (
  SELECT *, CASE WHEN fate < .93 THEN 'paid' WHEN fate < .94 THEN 'refunded'
      WHEN created_at > %(now)s - interval '2 days' AND sponsorship_id IS NULL THEN 'open' ELSE 'lapsed' END AS state
  FROM drawn)
SELECT %(base)s + %(first)s - 1 + row_number() OVER (ORDER BY created_at, n) AS id, n, sponsorship_id, period, created_at,
  %(base)s + donor AS donor_id, designation_id, gateway, state,
  CASE WHEN sponsorship_id IS NOT NULL AND currency <> 'UZS' THEN 'USD' ELSE currency END AS currency,
  CASE WHEN currency = 'UZS' THEN (5 + floor(size * size * 300))::bigint * 1000000 ELSE (5 + floor(size * size * 200))::bigint * 100 END AS amount,
  CASE WHEN state IN ('paid', 'refunded') THEN least(%(now)s, created_at + size * CASE gateway WHEN 'bank' THEN interval '4 days' ELSE interval '9 minutes' END) END AS paid_at
FROM ended;

ALTER TABLE gift ADD booked_on date;

UPDATE gift SET booked_on = (paid_at AT TIME ZONE 'Asia/Tashkent')::date WHERE paid_at IS NOT NULL;

CREATE INDEX ON gift (id);

ANALYZE gift;

INSERT INTO donations_donation (id, reference, donor_id, donor_name, designation_id, language, is_anonymous, wants_receipt, state,
  sponsorship_id, period, form_key, consented_at, created_at, changed_at, paid_at, given_from, amount_minor, currency)
SELECT gift.id, pg_temp.reference('G', gift.n), donor_id, donor.name, designation_id, donor.language, gift.n %% 15 = 0, true, gift.state,
  sponsorship_id, period, md5('form' || gift.n), gift.created_at, gift.created_at, coalesce(paid_at, gift.created_at), paid_at,
  '', amount, gift.currency
FROM gift JOIN donations_donor AS donor ON donor.id = donor_id ORDER BY gift.id;

INSERT INTO donations_payment (id, reference, donation_id, gateway, livemode, off_session, state, provider_reference, detail,
  refund_due, created_at, changed_at, amount_minor, currency)
SELECT id, pg_temp.reference('P', n), id, gateway, false, sponsorship_id IS NOT NULL,
  CASE state WHEN 'open' THEN 'redirected' WHEN 'lapsed' THEN pg_temp.one_of(n, 40, ARRAY['failed', 'expired', 'cancelled']) ELSE 'succeeded' END,
  CASE WHEN gateway = 'cash' THEN '' ELSE 'pi_' || md5('payment' || n) END, '', '', created_at, coalesce(paid_at, created_at), amount, currency
FROM gift ORDER BY id;

INSERT INTO donations_payment (id, reference, donation_id, gateway, livemode, off_session, state, provider_reference, detail,
  refund_due, created_at, changed_at, amount_minor, currency)
SELECT id + %(beyond)s, pg_temp.reference('P', -n), id, gateway, false, false, 'failed', 'pi_' || md5('declined' || n), 'declined', '',
  created_at, created_at, amount, currency
FROM gift WHERE n %% 17 = 0 AND gateway <> 'cash' ORDER BY id;

SELECT setval(pg_get_serial_sequence('donations_donor', 'id'), 2 * %(beyond)s),
  setval(pg_get_serial_sequence('donations_sponsorship', 'id'), 2 * %(beyond)s),
  setval(pg_get_serial_sequence('donations_donation', 'id'), 2 * %(beyond)s),
  setval(pg_get_serial_sequence('donations_payment', 'id'), 2 * %(beyond)s);
