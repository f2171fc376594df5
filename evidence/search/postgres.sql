-- The index on PostgreSQL. Run after every migration: each statement does no harm the second time.

-- Text without accents and with all signs as spaces, so that `and/or` is two words.
CREATE OR REPLACE FUNCTION evidence_plain(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(
        regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]+', '', 'g'), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\ue000-\uf8ff]+', ' ', 'g'))
$$;
CREATE OR REPLACE FUNCTION evidence_words_of(said text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN RETURN to_tsvector('english', evidence_plain(said)); END $$;
-- The same with every sign still at its place, so that marks set in it can be moved to the text.
CREATE OR REPLACE FUNCTION evidence_of_same_length(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH spaced AS (SELECT regexp_replace(said, '[\u0300-\u036f\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\ue000-\uf8ff]', ' ', 'g') AS words),
    letter AS (
        SELECT DISTINCT found[1] AS written, regexp_replace(
            normalize(found[1], NFKD), '[\u0300-\u036f]+', '', 'g') AS plain
        FROM spaced, regexp_matches(words, '[^\u0001-\u007f]', 'g') AS found
    ),
    accents AS (
        SELECT coalesce(string_agg(written, ''), '') AS written,
            coalesce(string_agg(plain, ''), '') AS plain
        FROM letter WHERE length(plain) = 1
    )
    SELECT translate(spaced.words, accents.written, accents.plain) FROM spaced, accents
$$;
CREATE TABLE IF NOT EXISTS evidence_words_index (
    page bigint PRIMARY KEY,
    version_id bigint NOT NULL,
    words tsvector NOT NULL
);
ALTER TABLE evidence_words_index ALTER COLUMN words SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS evidence_words_index_words ON evidence_words_index USING gin (words);
CREATE TABLE IF NOT EXISTS evidence_title_index (
    item_id bigint PRIMARY KEY,
    code text NOT NULL,
    prefix text NOT NULL,
    number bigint NOT NULL,
    words tsvector NOT NULL
);
ALTER TABLE evidence_title_index ALTER COLUMN words SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS evidence_title_index_words ON evidence_title_index USING gin (words);
CREATE INDEX IF NOT EXISTS evidence_title_index_code
    ON evidence_title_index (code text_pattern_ops);
CREATE INDEX IF NOT EXISTS evidence_title_index_number ON evidence_title_index (prefix, number);

CREATE OR REPLACE FUNCTION evidence_page_indexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO evidence_words_index VALUES (NEW.id, NEW.version_id, evidence_words_of(NEW.words))
    ON CONFLICT (page) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION evidence_item_indexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO evidence_title_index VALUES (
        NEW.id, evidence_plain(NEW.code), upper(NEW.prefix), NEW.number,
        evidence_words_of(NEW.title || ' ' || NEW.description))
    ON CONFLICT (item_id) DO UPDATE SET code = EXCLUDED.code, prefix = EXCLUDED.prefix,
        number = EXCLUDED.number, words = EXCLUDED.words;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER evidence_page_indexed AFTER INSERT OR UPDATE OF words
    ON evidence_pageofwords FOR EACH ROW EXECUTE FUNCTION evidence_page_indexed();
CREATE OR REPLACE TRIGGER evidence_item_indexed
    AFTER INSERT OR UPDATE OF code, prefix, number, title, description
    ON evidence_evidenceitem FOR EACH ROW EXECUTE FUNCTION evidence_item_indexed();
CREATE OR REPLACE FUNCTION evidence_row_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'evidence_pageofwords' THEN
        DELETE FROM evidence_words_index WHERE page = OLD.id;
    ELSE
        DELETE FROM evidence_title_index WHERE item_id = OLD.id;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION evidence_table_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'evidence_pageofwords' THEN
        TRUNCATE evidence_words_index;
    ELSE
        TRUNCATE evidence_title_index;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER evidence_page_gone AFTER DELETE
    ON evidence_pageofwords FOR EACH ROW EXECUTE FUNCTION evidence_row_gone();
CREATE OR REPLACE TRIGGER evidence_item_gone AFTER DELETE
    ON evidence_evidenceitem FOR EACH ROW EXECUTE FUNCTION evidence_row_gone();
CREATE OR REPLACE TRIGGER evidence_pages_emptied AFTER TRUNCATE
    ON evidence_pageofwords FOR EACH STATEMENT EXECUTE FUNCTION evidence_table_emptied();
CREATE OR REPLACE TRIGGER evidence_items_emptied AFTER TRUNCATE
    ON evidence_evidenceitem FOR EACH STATEMENT EXECUTE FUNCTION evidence_table_emptied();

-- Without the index the planner would unpack every vector there is to find a common word.
CREATE OR REPLACE FUNCTION evidence_versions_with(wanted tsquery)
RETURNS TABLE (version_id bigint, places bigint, page bigint)
LANGUAGE sql STABLE ROWS 5000 SET enable_seqscan = off AS $$
    SELECT version_id, count(*), min(page) FROM evidence_words_index
    WHERE words @@ wanted GROUP BY version_id
$$;
