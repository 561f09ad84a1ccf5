-- PostgreSQL 18; written by manage.py database_snapshot, do not edit
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;
COMMENT ON EXTENSION fuzzystrmatch IS 'determine similarities and distance between strings';
CREATE FUNCTION public.audit_account() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    changed jsonb := '{}';
    key bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.is_active <> NEW.is_active THEN
            changed := changed || jsonb_build_object('is_active', NEW.is_active);
        END IF;
        IF OLD.is_superuser <> NEW.is_superuser THEN
            changed := changed || jsonb_build_object('is_superuser', NEW.is_superuser);
        END IF;
        IF OLD.is_staff <> NEW.is_staff THEN
            changed := changed || jsonb_build_object('is_staff', NEW.is_staff);
        END IF;
        IF OLD.password <> NEW.password THEN
            changed := changed || jsonb_build_object('password', 'changed');
        END IF;
        IF OLD.email <> NEW.email THEN
            changed := changed || jsonb_build_object('email', 'changed');
        END IF;
        IF OLD.username <> NEW.username THEN
            changed := changed || jsonb_build_object('username', 'changed');
        END IF;
        IF changed = '{}' THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        changed := jsonb_build_object('is_superuser', NEW.is_superuser, 'is_staff', NEW.is_staff);
    END IF;
    INSERT INTO audit_event (kind, actor, target_type, target_key, data, request)
        VALUES (CASE TG_OP WHEN 'INSERT' THEN 'account.created' WHEN 'DELETE' THEN 'account.deleted'
                ELSE 'account.changed' END, audit_actor(), 'accounts.user', key, changed, audit_request());
    RETURN NULL;
END $$;
CREATE FUNCTION public.audit_actor() RETURNS bigint
    LANGUAGE sql STABLE
    RETURN (NULLIF(current_setting('aixplore.actor'::text, true), ''::text))::bigint;
CREATE FUNCTION public.audit_api_key() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    kind text := 'key.' || CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'DELETE' THEN 'deleted' ELSE 'changed' END;
    chosen accounts_apikey := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.revoked_at IS NOT NULL AND OLD.revoked_at IS NULL THEN
            kind := 'key.revoked';
        ELSIF NEW.replaced_at IS NOT NULL AND OLD.replaced_at IS NULL THEN
            kind := 'key.replaced';
        END IF;
    END IF;
    INSERT INTO audit_event (kind, actor, target_type, target_key, target_label, data, request)
        VALUES (kind, audit_actor(), 'accounts.apikey', chosen.id, chosen.prefix, jsonb_build_object('owner', chosen.owner_id, 'actions', chosen.actions), audit_request());
    RETURN NULL;
END $$;
CREATE FUNCTION public.audit_model_log() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO audit_event (kind, actor, target_type, target_key, target_label, data, request)
        SELECT came.action, came.user_id, coalesce(kind.app_label || '.' || kind.model, ''), came.object_id,
            CASE WHEN kind.app_label IN ('auth', 'wagtailcore') OR came.action LIKE 'extensions.%' THEN came.label
                ELSE '' END,
            CASE WHEN came.action LIKE 'extensions.%' THEN came.data ELSE '{}' END, audit_request()
        FROM came LEFT JOIN django_content_type kind ON kind.id = came.content_type_id
        ORDER BY came.id;
    RETURN NULL;
END $$;
CREATE FUNCTION public.audit_page_log() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO audit_event (kind, actor, target_type, target_key, target_label, request)
        SELECT came.action, came.user_id, coalesce(kind.app_label || '.' || kind.model, ''), came.page_id,
            came.label, audit_request()
        FROM came LEFT JOIN django_content_type kind ON kind.id = came.content_type_id
        WHERE came.action NOT IN ('wagtail.edit', 'wagtail.comments.create', 'wagtail.comments.edit')
        ORDER BY came.id;
    RETURN NULL;
END $$;
CREATE FUNCTION public.audit_permission() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    changed jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    INSERT INTO audit_event (kind, actor, target_type, target_key, data, request)
        VALUES (CASE TG_OP WHEN 'INSERT' THEN 'permission.granted' WHEN 'DELETE' THEN 'permission.withdrawn'
                ELSE 'permission.changed' END, audit_actor(), TG_ARGV[0], changed ->> TG_ARGV[1], changed - 'id',
            audit_request());
    RETURN NULL;
END $$;
CREATE FUNCTION public.audit_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is never changed: % on % was refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.audit_request() RETURNS text
    LANGUAGE sql STABLE
    RETURN COALESCE(current_setting('aixplore.request'::text, true), ''::text);
CREATE FUNCTION public.audit_row() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    changed jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    INSERT INTO audit_event (kind, actor, target_type, target_key, request)
        VALUES (TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.added' WHEN 'DELETE' THEN '.removed' ELSE '.changed' END,
            audit_actor(), TG_ARGV[1], changed ->> TG_ARGV[2], audit_request());
    RETURN NULL;
END $$;
CREATE FUNCTION public.content_api_home_keys() RETURNS SETOF uuid
    LANGUAGE sql STABLE
    AS $$
    SELECT home.translation_key FROM wagtailcore_site site JOIN wagtailcore_page home ON home.id = site.root_page_id
$$;
CREATE FUNCTION public.content_api_links_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
    own bigint := hashtextextended(gen_random_uuid()::text, 0);
    most CONSTANT integer := 200;
    one integer := 0;
    noted integer := 0;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format('INSERT INTO content_api_link_change SELECT %L, $1, %I, %I, 1 FROM came LIMIT $2',
            TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]) USING own, most + 1;
        GET DIAGNOSTICS noted = ROW_COUNT;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('INSERT INTO content_api_link_change SELECT %L, $1, %I, %I, -1 FROM went LIMIT $2',
            TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]) USING own, most + 1;
        GET DIAGNOSTICS one = ROW_COUNT;
        noted := noted + one;
    END IF;
    IF noted = 0 THEN
        INSERT INTO content_api_link_change VALUES (TG_TABLE_NAME, own, NULL, NULL, 0);
    ELSIF noted > most THEN
        DELETE FROM content_api_link_change WHERE mark = own;
    END IF;
    IF random() < 0.01 AND current_setting('transaction_isolation') = 'read committed' THEN
        DELETE FROM content_api_link_change WHERE ctid = ANY(
            ARRAY(SELECT ctid FROM content_api_link_change FOR UPDATE SKIP LOCKED)
        );
    END IF;
    RETURN NULL;
END $_$;
CREATE FUNCTION public.content_api_links_truncated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM content_api_link_change WHERE false;
    RETURN NULL;
END $$;
CREATE FUNCTION public.content_api_structure_change() RETURNS void
    LANGUAGE sql
    AS $$
    INSERT INTO content_api_structure (version) VALUES (gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version
$$;
CREATE FUNCTION public.content_api_structure_collections() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
        WHERE o.path IS DISTINCT FROM n.path
        AND n.id IN (SELECT collection_id FROM wagtailcore_collectionviewrestriction)
    ) THEN
        PERFORM content_api_structure_change();
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.content_api_structure_pages() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE touched boolean := true;
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := EXISTS (
            SELECT FROM new_rows WHERE translation_key IN (SELECT content_api_home_keys())
            UNION ALL
            SELECT FROM new_rows WHERE alias_of_id IS NOT NULL AND EXISTS (SELECT FROM wagtailcore_pageviewrestriction)
        );
    ELSIF TG_OP = 'DELETE' THEN
        touched := EXISTS (
            SELECT FROM old_rows WHERE translation_key IN (SELECT content_api_home_keys())
            UNION ALL
            SELECT FROM old_rows WHERE alias_of_id IS NOT NULL AND EXISTS (SELECT FROM wagtailcore_pageviewrestriction)
        );
    ELSIF TG_OP = 'UPDATE' THEN
        touched := EXISTS (
            SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
            WHERE (o.path, o.url_path, o.translation_key, o.locale_id)
                IS DISTINCT FROM (n.path, n.url_path, n.translation_key, n.locale_id)
            AND (
                n.id IN (SELECT page_id FROM wagtailcore_pageviewrestriction)
                OR o.translation_key IN (SELECT content_api_home_keys())
                OR n.translation_key IN (SELECT content_api_home_keys())
            )
            UNION ALL
            SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
            WHERE (o.path, o.alias_of_id) IS DISTINCT FROM (n.path, n.alias_of_id)
            AND (o.alias_of_id IS NOT NULL OR n.alias_of_id IS NOT NULL OR n.id IN (SELECT alias_of_id FROM wagtailcore_page WHERE alias_of_id IS NOT NULL)) AND EXISTS (SELECT FROM wagtailcore_pageviewrestriction)
        );
    END IF;
    IF touched THEN
        PERFORM content_api_structure_change();
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.content_api_structure_rows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE touched boolean := true;
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := EXISTS (SELECT FROM new_rows);
    ELSIF TG_OP IN ('UPDATE', 'DELETE') THEN
        touched := EXISTS (SELECT FROM old_rows);
    END IF;
    IF touched THEN
        PERFORM content_api_structure_change();
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.content_api_table_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE settled numeric := 0;
BEGIN
    IF EXISTS (
        SELECT FROM content_api_table_change WHERE table_name = TG_TABLE_NAME AND xid = pg_current_xact_id()
    ) THEN
        RETURN NULL;
    END IF;
    IF random() < 0.1 AND current_setting('transaction_isolation') = 'read committed' THEN
        WITH gone AS (
            DELETE FROM content_api_table_change WHERE (table_name, xid) IN (
                SELECT table_name, xid FROM content_api_table_change
                WHERE table_name = TG_TABLE_NAME AND xid < pg_snapshot_xmin(pg_current_snapshot())
                FOR UPDATE SKIP LOCKED
            ) RETURNING weight
        )
        SELECT coalesce(sum(weight), 0) INTO settled FROM gone;
    END IF;
    INSERT INTO content_api_table_change (table_name, xid, weight)
    VALUES (TG_TABLE_NAME, pg_current_xact_id(), settled + hashtextextended(gen_random_uuid()::text, 0));
    RETURN NULL;
END $$;
CREATE FUNCTION public.reviews_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'The moderation log is append-only: % of decision % refused. Record a new one instead.',
        lower(TG_OP), OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.accounts_apikey (
    id bigint CONSTRAINT accounts_serverkey_id_not_null NOT NULL,
    name character varying(80) CONSTRAINT accounts_serverkey_name_not_null NOT NULL,
    prefix character varying(12) CONSTRAINT accounts_serverkey_prefix_not_null NOT NULL,
    digest character varying(64) CONSTRAINT accounts_serverkey_digest_not_null NOT NULL,
    capacity integer,
    restore integer,
    passes_visitors boolean CONSTRAINT accounts_serverkey_passes_visitors_not_null NOT NULL,
    created_at timestamp with time zone CONSTRAINT accounts_serverkey_created_at_not_null NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    kinds character varying(100)[] NOT NULL,
    last_operation character varying(80) NOT NULL,
    locales character varying(20)[] NOT NULL,
    owner_id bigint,
    reads_drafts boolean NOT NULL,
    replaced_at timestamp with time zone,
    actions character varying(10)[] DEFAULT '{}'::character varying(10)[] NOT NULL,
    CONSTRAINT accounts_api_key_actions CHECK (((owner_id IS NOT NULL) OR (actions = '{}'::character varying(10)[]))),
    CONSTRAINT accounts_api_key_limits CHECK ((((owner_id IS NOT NULL) AND (NOT passes_visitors)) OR ((kinds = '{}'::character varying(100)[]) AND (locales = '{}'::character varying(20)[]) AND (owner_id IS NULL) AND (NOT reads_drafts)))),
    CONSTRAINT accounts_api_key_points CHECK ((((capacity IS NULL) AND (restore IS NULL)) OR ((capacity > 0) AND (restore > 0)))),
    CONSTRAINT accounts_serverkey_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT accounts_serverkey_restore_check CHECK ((restore >= 0))
);
CREATE TABLE public.accounts_logoutaddress (
    id bigint NOT NULL,
    uri character varying(500) NOT NULL,
    client_id bigint NOT NULL
);
ALTER TABLE public.accounts_logoutaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_logoutaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_logoutnotice (
    id bigint NOT NULL,
    subject character varying(20) NOT NULL,
    family uuid NOT NULL,
    attempts smallint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    address_id bigint NOT NULL,
    CONSTRAINT accounts_logoutnotice_attempts_check CHECK ((attempts >= 0))
);
ALTER TABLE public.accounts_logoutnotice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_logoutnotice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.accounts_apikey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_serverkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_signingkey (
    kid character varying(43) NOT NULL,
    public text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    signs_from timestamp with time zone NOT NULL,
    ends_at timestamp with time zone
);
CREATE TABLE public.accounts_tokencounter (
    subject character varying(80) NOT NULL,
    number bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.accounts_usedcode (
    digest character varying(64) NOT NULL,
    client_id character varying(255) NOT NULL,
    family uuid NOT NULL,
    used_at timestamp with time zone NOT NULL,
    device character varying(32) DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    display_name character varying(80) NOT NULL
);
CREATE TABLE public.accounts_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.accounts_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.accounts_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.activity_entry (
    id bigint NOT NULL,
    event character varying(60) NOT NULL,
    kind character varying(100) NOT NULL,
    key bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL
);
ALTER TABLE public.activity_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.activity_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_postgres_day (
    id bigint NOT NULL,
    day date NOT NULL,
    whole boolean NOT NULL,
    kind character varying(40) NOT NULL,
    subject text NOT NULL,
    path text NOT NULL,
    type character varying(100) NOT NULL,
    prop character varying(100) NOT NULL,
    value text NOT NULL,
    events bigint NOT NULL,
    visitors bigint NOT NULL,
    seen uuid[],
    sketch bytea
);
ALTER TABLE public.analytics_postgres_day ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_postgres_day_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_postgres_event (
    id uuid NOT NULL,
    type character varying(100) NOT NULL,
    "time" timestamp with time zone NOT NULL,
    kind character varying(40) NOT NULL,
    subject text NOT NULL,
    path text NOT NULL,
    referrer text NOT NULL,
    props jsonb NOT NULL,
    visitor uuid NOT NULL,
    site text NOT NULL,
    number bigint
)
PARTITION BY RANGE ("time");
CREATE SEQUENCE public.analytics_postgres_event_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.analytics_postgres_event_number OWNED BY public.analytics_postgres_event.number;
CREATE TABLE public.analytics_postgres_hour (
    id bigint NOT NULL,
    hour timestamp with time zone NOT NULL,
    type character varying(100) NOT NULL,
    kind character varying(40) NOT NULL,
    subject text NOT NULL,
    path text NOT NULL,
    events bigint NOT NULL
);
ALTER TABLE public.analytics_postgres_hour ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_postgres_hour_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_postgres_progress (
    id smallint NOT NULL,
    number bigint NOT NULL,
    finished_at timestamp with time zone,
    seconds double precision DEFAULT 0.0 NOT NULL,
    rows bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.analytics_trendingentry (
    id bigint NOT NULL,
    "window" character varying(8) NOT NULL,
    kind character varying(40) NOT NULL,
    key bigint NOT NULL,
    place integer NOT NULL,
    score double precision NOT NULL,
    snapshot_id bigint NOT NULL,
    CONSTRAINT analytics_trendingentry_place_check CHECK ((place >= 0))
);
ALTER TABLE public.analytics_trendingentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_trendingentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_trendingprogress (
    id bigint NOT NULL,
    settled timestamp with time zone NOT NULL
);
ALTER TABLE public.analytics_trendingprogress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_trendingprogress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_trendingsnapshot (
    id bigint NOT NULL,
    hour timestamp with time zone NOT NULL,
    inputs character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE public.analytics_trendingsnapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_trendingsnapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_trendingsum (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    key bigint NOT NULL,
    short double precision NOT NULL,
    long double precision NOT NULL,
    visitors double precision NOT NULL
);
ALTER TABLE public.analytics_trendingsum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_trendingsum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_viewedday (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    day date NOT NULL
);
ALTER TABLE public.analytics_viewedday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_viewedday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.analytics_viewedpair (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    key bigint NOT NULL,
    other bigint NOT NULL,
    visitors integer NOT NULL,
    viewed_day_id bigint NOT NULL,
    CONSTRAINT analytics_viewedpair_visitors_check CHECK ((visitors >= 0))
);
ALTER TABLE public.analytics_viewedpair ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.analytics_viewedpair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_event (
    id bigint NOT NULL,
    happened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    kind text NOT NULL,
    actor bigint,
    target_type text DEFAULT ''::text NOT NULL,
    target_key text DEFAULT ''::text NOT NULL,
    target_label text DEFAULT ''::text NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    request text DEFAULT ''::text NOT NULL
);
ALTER TABLE public.audit_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_link (
    "position" bigint NOT NULL,
    event bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_link_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_link_position_check CHECK (("position" > 0))
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.badges_badge (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    solution_id integer NOT NULL
);
ALTER TABLE public.badges_badge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.badges_badge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bookmarks_bookmark (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    solution_id integer NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.bookmarks_bookmark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bookmarks_bookmark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.content_api_idempotentrequest (
    id bigint NOT NULL,
    key character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    answer bytea,
    created_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.content_api_idempotentrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.content_api_idempotentrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.content_api_link_change (
    table_name text NOT NULL,
    mark bigint NOT NULL,
    near bigint,
    far bigint,
    number integer NOT NULL
);
CREATE TABLE public.content_api_registrationkey (
    id bigint NOT NULL,
    prefix character varying(12) NOT NULL,
    digest character varying(64) NOT NULL,
    name character varying(100) NOT NULL,
    owner character varying(40) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);
ALTER TABLE public.content_api_registrationkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.content_api_registrationkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.content_api_structure (
    id boolean DEFAULT true NOT NULL,
    version uuid NOT NULL,
    CONSTRAINT content_api_structure_id_check CHECK (id)
);
CREATE TABLE public.content_api_table_change (
    table_name text NOT NULL,
    xid xid8 NOT NULL,
    weight numeric NOT NULL
);
CREATE TABLE public.content_api_trusteddocument (
    id character varying(64) NOT NULL,
    name character varying(255) NOT NULL,
    owner character varying(40) NOT NULL,
    text text NOT NULL,
    release character varying(100) NOT NULL,
    cost integer NOT NULL,
    coordinates character varying(255)[] NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    uses bigint NOT NULL,
    CONSTRAINT content_api_trusteddocument_cost_check CHECK ((cost >= 0)),
    CONSTRAINT content_api_trusteddocument_uses_check CHECK ((uses >= 0))
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.django_tasks_database_dbtaskresult (
    id uuid NOT NULL,
    status character varying(10) NOT NULL,
    args_kwargs jsonb NOT NULL,
    priority integer NOT NULL,
    task_path text NOT NULL,
    queue_name character varying(32) NOT NULL,
    backend_name character varying(32) NOT NULL,
    run_after timestamp with time zone NOT NULL,
    enqueued_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    started_at timestamp with time zone,
    return_value jsonb,
    exception_class_path text CONSTRAINT django_tasks_database_dbtaskresul_exception_class_path_not_null NOT NULL,
    traceback text NOT NULL,
    worker_ids jsonb NOT NULL,
    CONSTRAINT priority_range CHECK (((priority >= '-100'::integer) AND (priority <= 100)))
);
CREATE TABLE public.embargo_embargo (
    id bigint NOT NULL,
    until timestamp with time zone NOT NULL,
    note character varying(200) NOT NULL,
    solution_id integer NOT NULL
);
ALTER TABLE public.embargo_embargo ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.embargo_embargo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.events_event (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    body jsonb NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    time_zone character varying(64) NOT NULL,
    all_day boolean NOT NULL,
    recurrence character varying(255) NOT NULL,
    final_end_at timestamp with time zone,
    attendance_mode character varying(10) NOT NULL,
    venue_name character varying(120) NOT NULL,
    venue_address character varying(300) NOT NULL,
    latitude double precision,
    longitude double precision,
    join_url character varying(200) NOT NULL,
    organiser_name character varying(120) NOT NULL,
    capacity integer,
    registration_opens_at timestamp with time zone,
    registration_closes_at timestamp with time zone,
    status character varying(10) NOT NULL,
    organiser_id bigint,
    social_image_id bigint,
    excluded_days date[] NOT NULL,
    CONSTRAINT events_event_capacity_check CHECK ((capacity >= 0))
);
CREATE TABLE public.events_event_related_solutions (
    id bigint NOT NULL,
    event_id integer NOT NULL,
    solution_id integer NOT NULL
);
ALTER TABLE public.events_event_related_solutions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_event_related_solutions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.events_eventindex (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    social_image_id bigint
);
CREATE TABLE public.events_eventoccurrence (
    id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    all_day boolean NOT NULL,
    event_id integer NOT NULL,
    next_during tstzrange
);
ALTER TABLE public.events_eventoccurrence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_eventoccurrence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.events_registration (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    event_id integer NOT NULL,
    user_id bigint
);
ALTER TABLE public.events_registration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_registration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.events_speaker (
    id bigint NOT NULL,
    sort_order integer,
    name character varying(120) NOT NULL,
    role character varying(120) NOT NULL,
    organisation character varying(120) NOT NULL,
    link character varying(200) NOT NULL,
    page_id integer NOT NULL,
    photo_id bigint
);
ALTER TABLE public.events_speaker ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_speaker_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.extensions_brokenmigration (
    id bigint NOT NULL,
    plugin character varying(60) NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE public.extensions_brokenmigration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.extensions_brokenmigration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.extensions_jobrun (
    id bigint NOT NULL,
    plugin character varying(60) NOT NULL,
    job character varying(60) NOT NULL,
    leased_until timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    succeeded boolean NOT NULL,
    message text NOT NULL,
    first_seen_at timestamp with time zone
);
ALTER TABLE public.extensions_jobrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.extensions_jobrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.extensions_pluginconfiguration (
    id bigint NOT NULL,
    plugin character varying(60) NOT NULL,
    "values" jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint
);
ALTER TABLE public.extensions_pluginconfiguration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.extensions_pluginconfiguration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.extensions_pluginswitch (
    id bigint NOT NULL,
    plugin character varying(60) NOT NULL,
    enabled boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint,
    site_id integer
);
ALTER TABLE public.extensions_pluginswitch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.extensions_pluginswitch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.importing_importproblem (
    id bigint NOT NULL,
    file character varying(255) NOT NULL,
    line integer NOT NULL,
    kind character varying(20) NOT NULL,
    key character varying(255) NOT NULL,
    reason text NOT NULL,
    run_id bigint NOT NULL,
    reason_parts jsonb,
    CONSTRAINT importing_importproblem_line_check CHECK ((line >= 0))
);
ALTER TABLE public.importing_importproblem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.importing_importproblem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.importing_importrun (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    file_name character varying(255) NOT NULL,
    file_hash character varying(64) NOT NULL,
    upload character varying(100) NOT NULL,
    options jsonb NOT NULL,
    state character varying(10) NOT NULL,
    dry_run boolean NOT NULL,
    total integer NOT NULL,
    "position" integer NOT NULL,
    waiting jsonb NOT NULL,
    created integer NOT NULL,
    updated integer NOT NULL,
    unchanged integer NOT NULL,
    refused integer NOT NULL,
    message text NOT NULL,
    started_by_id bigint,
    message_parts jsonb NOT NULL,
    CONSTRAINT importing_importrun_created_check CHECK ((created >= 0)),
    CONSTRAINT importing_importrun_position_check CHECK (("position" >= 0)),
    CONSTRAINT importing_importrun_refused_check CHECK ((refused >= 0)),
    CONSTRAINT importing_importrun_total_check CHECK ((total >= 0)),
    CONSTRAINT importing_importrun_unchanged_check CHECK ((unchanged >= 0)),
    CONSTRAINT importing_importrun_updated_check CHECK ((updated >= 0))
);
ALTER TABLE public.importing_importrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.importing_importrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indexing_indexstate (
    provider character varying(60) NOT NULL,
    rules smallint NOT NULL,
    built_at timestamp with time zone NOT NULL,
    layout smallint DEFAULT 0 NOT NULL,
    CONSTRAINT indexing_indexstate_layout_check CHECK ((layout >= 0)),
    CONSTRAINT indexing_indexstate_rules_check CHECK ((rules >= 0))
);
CREATE TABLE public.indexing_pendingchange (
    id bigint NOT NULL,
    provider character varying(60) NOT NULL,
    kind character varying(60) NOT NULL,
    keys jsonb NOT NULL,
    attempts integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    last_error text NOT NULL,
    CONSTRAINT indexing_pendingchange_attempts_check CHECK ((attempts >= 0))
);
ALTER TABLE public.indexing_pendingchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indexing_pendingchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.links_link (
    id bigint NOT NULL,
    url character varying(1000) NOT NULL,
    host character varying(255) NOT NULL,
    result character varying(10) NOT NULL,
    status smallint,
    reason character varying(300) NOT NULL,
    target character varying(1000) NOT NULL,
    checked_at timestamp with time zone,
    failing_since timestamp with time zone,
    next_check_at timestamp with time zone,
    CONSTRAINT links_link_status_check CHECK ((status >= 0))
);
ALTER TABLE public.links_link ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.links_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.links_linkuse (
    id bigint NOT NULL,
    object_id bigint NOT NULL,
    content_type_id integer NOT NULL,
    link_id bigint NOT NULL
);
ALTER TABLE public.links_linkuse ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.links_linkuse_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.media_document (
    id bigint NOT NULL,
    title character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    file_size bigint,
    file_hash character varying(40) NOT NULL,
    collection_id integer NOT NULL,
    uploaded_by_user_id bigint,
    CONSTRAINT media_document_file_size_check CHECK ((file_size >= 0))
);
ALTER TABLE public.media_document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.media_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.media_image (
    id bigint NOT NULL,
    title character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    description character varying(255) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    focal_point_x integer,
    focal_point_y integer,
    focal_point_width integer,
    focal_point_height integer,
    file_size integer,
    file_hash character varying(40) NOT NULL,
    collection_id integer NOT NULL,
    uploaded_by_user_id bigint,
    placeholder character varying(1000) NOT NULL,
    credit character varying(255) NOT NULL,
    CONSTRAINT media_image_file_size_check CHECK ((file_size >= 0)),
    CONSTRAINT media_image_focal_point_height_check CHECK ((focal_point_height >= 0)),
    CONSTRAINT media_image_focal_point_width_check CHECK ((focal_point_width >= 0)),
    CONSTRAINT media_image_focal_point_x_check CHECK ((focal_point_x >= 0)),
    CONSTRAINT media_image_focal_point_y_check CHECK ((focal_point_y >= 0))
);
ALTER TABLE public.media_image ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.media_image_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.media_rendition (
    id bigint NOT NULL,
    filter_spec character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    focal_point_key character varying(16) NOT NULL,
    image_id bigint NOT NULL
);
ALTER TABLE public.media_rendition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.media_rendition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.merging_merge (
    id bigint NOT NULL,
    kept bigint NOT NULL,
    kept_name character varying(255) NOT NULL,
    merged jsonb NOT NULL,
    record jsonb NOT NULL,
    done_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    content_type_id integer NOT NULL,
    done_by_id bigint,
    undone_by_id bigint,
    pruned_at timestamp with time zone
);
ALTER TABLE public.merging_merge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.merging_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.oauth2_provider_accesstoken (
    id bigint NOT NULL,
    token text NOT NULL,
    expires timestamp with time zone NOT NULL,
    scope text NOT NULL,
    application_id bigint,
    user_id bigint,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    source_refresh_token_id bigint,
    id_token_id bigint,
    token_checksum character varying(64) NOT NULL,
    resource jsonb NOT NULL
);
ALTER TABLE public.oauth2_provider_accesstoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_accesstoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.oauth2_provider_application (
    id bigint NOT NULL,
    client_id character varying(255) NOT NULL,
    redirect_uris text NOT NULL,
    client_type character varying(32) NOT NULL,
    authorization_grant_type character varying(44) NOT NULL,
    client_secret character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    user_id bigint,
    skip_authorization boolean NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    algorithm character varying(5) NOT NULL,
    post_logout_redirect_uris text NOT NULL,
    hash_client_secret boolean NOT NULL,
    allowed_origins text NOT NULL,
    registration_source character varying(32) NOT NULL,
    cimd_expires_at timestamp with time zone
);
ALTER TABLE public.oauth2_provider_application ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.oauth2_provider_devicegrant (
    id bigint NOT NULL,
    device_code character varying(100) NOT NULL,
    user_code character varying(100) NOT NULL,
    scope text NOT NULL,
    "interval" integer NOT NULL,
    expires timestamp with time zone NOT NULL,
    status character varying(64) NOT NULL,
    client_id character varying(100) NOT NULL,
    last_checked timestamp with time zone NOT NULL,
    user_id bigint
);
ALTER TABLE public.oauth2_provider_devicegrant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_devicegrant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.oauth2_provider_grant (
    id bigint NOT NULL,
    code character varying(255) NOT NULL,
    expires timestamp with time zone NOT NULL,
    redirect_uri text NOT NULL,
    scope text NOT NULL,
    application_id bigint NOT NULL,
    user_id bigint NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    code_challenge character varying(128) NOT NULL,
    code_challenge_method character varying(10) NOT NULL,
    nonce character varying(255) NOT NULL,
    claims text NOT NULL,
    resource jsonb NOT NULL
);
ALTER TABLE public.oauth2_provider_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.oauth2_provider_idtoken (
    id bigint NOT NULL,
    jti uuid NOT NULL,
    expires timestamp with time zone NOT NULL,
    scope text NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    application_id bigint,
    user_id bigint
);
ALTER TABLE public.oauth2_provider_idtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_idtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.oauth2_provider_refreshtoken (
    id bigint NOT NULL,
    token text NOT NULL,
    access_token_id bigint,
    application_id bigint NOT NULL,
    user_id bigint NOT NULL,
    created timestamp with time zone NOT NULL,
    updated timestamp with time zone NOT NULL,
    revoked timestamp with time zone,
    token_family uuid,
    token_checksum character varying(64) NOT NULL,
    resource jsonb NOT NULL
);
ALTER TABLE public.oauth2_provider_refreshtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.oauth2_provider_refreshtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.operations_runningprocess (
    id bigint NOT NULL,
    name character varying(64) NOT NULL,
    role character varying(20) NOT NULL,
    host character varying(255) NOT NULL,
    pid integer NOT NULL,
    started_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    seen_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
ALTER TABLE public.operations_runningprocess ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.operations_runningprocess_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pages_collection (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    body jsonb NOT NULL,
    cover_id bigint,
    social_image_id bigint
);
CREATE TABLE public.pages_collectionindex (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    social_image_id bigint
);
CREATE TABLE public.pages_collectionitem (
    id bigint NOT NULL,
    sort_order integer,
    note character varying(300) NOT NULL,
    page_id integer NOT NULL,
    solution_id integer NOT NULL
);
ALTER TABLE public.pages_collectionitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_collectionitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pages_homepage (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    body jsonb NOT NULL,
    hero_image_id bigint,
    social_image_id bigint
);
CREATE TABLE public.pages_menu (
    id bigint NOT NULL,
    handle character varying(40) NOT NULL,
    title character varying(80) NOT NULL,
    locale_id integer NOT NULL
);
ALTER TABLE public.pages_menu ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_menu_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pages_menuitem (
    id bigint NOT NULL,
    sort_order integer,
    label character varying(80) NOT NULL,
    link_url character varying(200) NOT NULL,
    menu_id bigint NOT NULL,
    page_id integer,
    submenu_id bigint
);
ALTER TABLE public.pages_menuitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_menuitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pages_sitesettings (
    id bigint NOT NULL,
    site_title character varying(80) NOT NULL,
    tagline character varying(160) NOT NULL,
    contact_email character varying(254) NOT NULL,
    footer_text character varying(300) NOT NULL,
    logo_id bigint,
    site_id integer NOT NULL,
    share_image_id bigint,
    translations jsonb DEFAULT '{}'::jsonb NOT NULL
);
ALTER TABLE public.pages_sitesettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_sitesettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pages_sociallink (
    id bigint NOT NULL,
    sort_order integer,
    label character varying(40) NOT NULL,
    url character varying(200) NOT NULL,
    site_settings_id bigint NOT NULL
);
ALTER TABLE public.pages_sociallink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_sociallink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pages_standardpage (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    body jsonb NOT NULL,
    social_image_id bigint
);
CREATE TABLE public.people_authenticatorapp (
    id bigint NOT NULL,
    secret character varying(200) NOT NULL,
    last_step bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.people_authenticatorapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_authenticatorapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_consent (
    id bigint NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    user_id bigint NOT NULL,
    text_id bigint NOT NULL
);
ALTER TABLE public.people_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_legaltext (
    id bigint NOT NULL,
    translations jsonb NOT NULL,
    kind character varying(20) NOT NULL,
    version character varying(40) NOT NULL,
    address character varying(500) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    is_asked boolean NOT NULL
);
ALTER TABLE public.people_legaltext ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_legaltext_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_passkey (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    identifier bytea NOT NULL,
    credential bytea NOT NULL,
    sign_count bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE public.people_passkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_passkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_provedemail (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.people_provedemail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_provedemail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_recoverycode (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE public.people_recoverycode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_recoverycode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_rolefactor (
    id bigint NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.people_rolefactor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_rolefactor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    device character varying(200) NOT NULL,
    signed_in_at timestamp with time zone,
    last_used_at timestamp with time zone NOT NULL,
    user_id bigint
);
CREATE TABLE public.people_usedlink (
    digest character varying(64) NOT NULL,
    used_at timestamp with time zone NOT NULL
);
CREATE TABLE public.publishing_delivery (
    id bigint NOT NULL,
    subscriber character varying(60) CONSTRAINT publishing_delivery_plugin_not_null NOT NULL,
    attempts smallint NOT NULL,
    next_attempt_at timestamp with time zone,
    delivered_at timestamp with time zone,
    dead boolean NOT NULL,
    last_error text NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT publishing_delivery_attempts_check CHECK ((attempts >= 0))
);
ALTER TABLE public.publishing_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.publishing_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.publishing_outboxevent (
    id uuid NOT NULL,
    hook character varying(60) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.ratings_bayesian_aggregate (
    id bigint NOT NULL,
    category bigint,
    count_1 integer NOT NULL,
    count_2 integer NOT NULL,
    count_3 integer NOT NULL,
    count_4 integer NOT NULL,
    count_5 integer NOT NULL,
    weight_1 numeric(60,0) NOT NULL,
    weight_2 numeric(60,0) NOT NULL,
    weight_3 numeric(60,0) NOT NULL,
    weight_4 numeric(60,0) NOT NULL,
    weight_5 numeric(60,0) NOT NULL,
    count integer NOT NULL,
    average double precision NOT NULL,
    score double precision NOT NULL,
    lower_bound double precision NOT NULL,
    weight_sum double precision NOT NULL,
    prior_mean double precision NOT NULL,
    prior_weight double precision NOT NULL,
    as_of timestamp with time zone NOT NULL,
    solution_id integer NOT NULL,
    CONSTRAINT ratings_bayesian_aggregate_count_1_check CHECK ((count_1 >= 0)),
    CONSTRAINT ratings_bayesian_aggregate_count_2_check CHECK ((count_2 >= 0)),
    CONSTRAINT ratings_bayesian_aggregate_count_3_check CHECK ((count_3 >= 0)),
    CONSTRAINT ratings_bayesian_aggregate_count_4_check CHECK ((count_4 >= 0)),
    CONSTRAINT ratings_bayesian_aggregate_count_5_check CHECK ((count_5 >= 0)),
    CONSTRAINT ratings_bayesian_aggregate_count_check CHECK ((count >= 0))
);
ALTER TABLE public.ratings_bayesian_aggregate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ratings_bayesian_aggregate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ratings_bayesian_prior (
    id bigint NOT NULL,
    category bigint,
    mean double precision NOT NULL,
    weight double precision NOT NULL,
    computed_at timestamp with time zone NOT NULL
);
ALTER TABLE public.ratings_bayesian_prior ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ratings_bayesian_prior_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ratings_bayesian_ranksnapshot (
    id bigint NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    category bigint,
    methodology character varying(60) NOT NULL,
    inputs_hash character varying(64) NOT NULL,
    ranking jsonb NOT NULL
);
ALTER TABLE public.ratings_bayesian_ranksnapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ratings_bayesian_ranksnapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ratings_recommend_aggregate (
    id bigint NOT NULL,
    category bigint,
    count_1 integer NOT NULL,
    count_2 integer NOT NULL,
    count_3 integer NOT NULL,
    count_4 integer NOT NULL,
    count_5 integer NOT NULL,
    count integer NOT NULL,
    average double precision NOT NULL,
    recommending integer NOT NULL,
    score double precision NOT NULL,
    as_of timestamp with time zone NOT NULL,
    solution_id integer NOT NULL,
    CONSTRAINT ratings_recommend_aggregate_count_1_check CHECK ((count_1 >= 0)),
    CONSTRAINT ratings_recommend_aggregate_count_2_check CHECK ((count_2 >= 0)),
    CONSTRAINT ratings_recommend_aggregate_count_3_check CHECK ((count_3 >= 0)),
    CONSTRAINT ratings_recommend_aggregate_count_4_check CHECK ((count_4 >= 0)),
    CONSTRAINT ratings_recommend_aggregate_count_5_check CHECK ((count_5 >= 0)),
    CONSTRAINT ratings_recommend_aggregate_count_check CHECK ((count >= 0)),
    CONSTRAINT ratings_recommend_aggregate_recommending_check CHECK ((recommending >= 0))
);
ALTER TABLE public.ratings_recommend_aggregate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ratings_recommend_aggregate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ratings_recommend_ranksnapshot (
    id bigint NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    category bigint,
    methodology character varying(60) NOT NULL,
    inputs_hash character varying(64) NOT NULL,
    ranking jsonb NOT NULL
);
ALTER TABLE public.ratings_recommend_ranksnapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ratings_recommend_ranksnapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.relevance_pinnedpage (
    id bigint NOT NULL,
    sort_order integer,
    page_id integer NOT NULL,
    search_id bigint NOT NULL
);
ALTER TABLE public.relevance_pinnedpage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.relevance_pinnedpage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.relevance_pinnedsearch (
    id bigint NOT NULL,
    text character varying(200) NOT NULL,
    key character varying(200) NOT NULL
);
ALTER TABLE public.relevance_pinnedsearch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.relevance_pinnedsearch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.relevance_searchcount (
    id bigint NOT NULL,
    day date NOT NULL,
    text character varying(100) NOT NULL,
    locale character varying(100) NOT NULL,
    kinds character varying(200) NOT NULL,
    hits character varying(10) NOT NULL,
    searches integer NOT NULL,
    CONSTRAINT relevance_searchcount_searches_check CHECK ((searches >= 0))
);
ALTER TABLE public.relevance_searchcount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.relevance_searchcount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.relevance_synonym (
    id bigint NOT NULL,
    word character varying(200) NOT NULL,
    others character varying(400) NOT NULL,
    is_two_way boolean NOT NULL,
    language character varying(100) NOT NULL,
    key character varying(200) NOT NULL
);
ALTER TABLE public.relevance_synonym ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.relevance_synonym_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_moderationaction (
    id bigint NOT NULL,
    moderator_id bigint,
    moderator_name character varying(150) NOT NULL,
    from_state character varying(10) NOT NULL,
    to_state character varying(10) NOT NULL,
    reason character varying(20) NOT NULL,
    note text NOT NULL,
    policy_version character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    review_id bigint NOT NULL,
    version integer,
    CONSTRAINT reviews_moderationaction_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reviews_moderationaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_moderationaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_moderationproposal (
    id bigint NOT NULL,
    plugin character varying(60) NOT NULL,
    state character varying(10) NOT NULL,
    reason character varying(20) NOT NULL,
    explanation character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    review_id bigint NOT NULL
);
ALTER TABLE public.reviews_moderationproposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_moderationproposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_report (
    id bigint NOT NULL,
    reason character varying(20) NOT NULL,
    comment text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    reporter_id bigint,
    review_id bigint NOT NULL
);
ALTER TABLE public.reviews_report ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_report_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_review (
    id bigint NOT NULL,
    rating smallint NOT NULL,
    ease_of_use smallint,
    features smallint,
    support smallint,
    value_for_money smallint,
    title character varying(120) NOT NULL,
    body text NOT NULL,
    pros text NOT NULL,
    cons text NOT NULL,
    reviewer_role character varying(80) NOT NULL,
    company_size character varying(12) NOT NULL,
    relationship character varying(12) NOT NULL,
    incentive character varying(12) NOT NULL,
    verification character varying(10) NOT NULL,
    evidence_hash character varying(64) NOT NULL,
    verified_at timestamp with time zone,
    language character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    external_id character varying(120),
    author_id bigint,
    solution_id integer NOT NULL,
    verified_by_id bigint,
    CONSTRAINT reviews_rating_1_to_5 CHECK (((rating >= 1) AND (rating <= 5))),
    CONSTRAINT reviews_review_ease_of_use_check CHECK ((ease_of_use >= 0)),
    CONSTRAINT reviews_review_features_check CHECK ((features >= 0)),
    CONSTRAINT reviews_review_rating_check CHECK ((rating >= 0)),
    CONSTRAINT reviews_review_support_check CHECK ((support >= 0)),
    CONSTRAINT reviews_review_value_for_money_check CHECK ((value_for_money >= 0))
);
ALTER TABLE public.reviews_review ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_reviewversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    content jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    review_id bigint NOT NULL,
    CONSTRAINT reviews_reviewversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.reviews_reviewversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_reviewversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_reviewvote (
    id bigint NOT NULL,
    helpful boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    review_id bigint NOT NULL,
    voter_id bigint NOT NULL
);
ALTER TABLE public.reviews_reviewvote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_reviewvote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reviews_vendorreply (
    id bigint NOT NULL,
    body text NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint,
    review_id bigint NOT NULL,
    vendor_id bigint
);
ALTER TABLE public.reviews_vendorreply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_vendorreply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.search_postgres_entry (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    key bigint NOT NULL,
    locale character varying(100) NOT NULL,
    name text NOT NULL,
    squeezed text NOT NULL,
    fingerprint character varying(16) NOT NULL,
    names tsvector NOT NULL,
    head tsvector NOT NULL,
    everything tsvector NOT NULL
);
ALTER TABLE public.search_postgres_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.search_postgres_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.search_postgres_word (
    word character varying(40) NOT NULL
);
CREATE TABLE public.simple_translation_simpletranslation (
    id integer NOT NULL
);
ALTER TABLE public.simple_translation_simpletranslation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.simple_translation_simpletranslation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.social_auth_association (
    id bigint NOT NULL,
    server_url character varying(255) NOT NULL,
    handle character varying(255) NOT NULL,
    secret character varying(255) NOT NULL,
    issued integer NOT NULL,
    lifetime integer NOT NULL,
    assoc_type character varying(64) NOT NULL
);
ALTER TABLE public.social_auth_association ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.social_auth_association_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.social_auth_code (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    code character varying(32) NOT NULL,
    verified boolean NOT NULL,
    "timestamp" timestamp with time zone NOT NULL
);
ALTER TABLE public.social_auth_code ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.social_auth_code_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.social_auth_nonce (
    id bigint NOT NULL,
    server_url character varying(255) NOT NULL,
    "timestamp" integer NOT NULL,
    salt character varying(65) NOT NULL
);
ALTER TABLE public.social_auth_nonce ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.social_auth_nonce_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.social_auth_partial (
    id bigint NOT NULL,
    token character varying(32) NOT NULL,
    next_step smallint NOT NULL,
    backend character varying(32) NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    data jsonb CONSTRAINT social_auth_partial_data_new_not_null NOT NULL,
    CONSTRAINT social_auth_partial_next_step_check CHECK ((next_step >= 0))
);
ALTER TABLE public.social_auth_partial ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.social_auth_partial_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.social_auth_usersocialauth (
    id bigint NOT NULL,
    provider character varying(32) NOT NULL,
    uid character varying(255) NOT NULL,
    user_id bigint NOT NULL,
    created timestamp with time zone NOT NULL,
    modified timestamp with time zone NOT NULL,
    extra_data jsonb CONSTRAINT social_auth_usersocialauth_extra_data_new_not_null NOT NULL,
    id_key character varying(255) NOT NULL,
    CONSTRAINT user_social_auth_uid_required CHECK ((NOT ((uid)::text = ''::text)))
);
ALTER TABLE public.social_auth_usersocialauth ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.social_auth_usersocialauth_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.solutions_alternative (
    id bigint NOT NULL,
    sort_order integer,
    alternative_id integer NOT NULL,
    page_id integer NOT NULL,
    CONSTRAINT solutions_alternative_not_itself CHECK ((NOT (page_id = alternative_id)))
);
ALTER TABLE public.solutions_alternative ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.solutions_alternative_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.solutions_attributevalue (
    id bigint NOT NULL,
    sort_order integer,
    value character varying(200) NOT NULL,
    number numeric(20,6),
    definition_id bigint NOT NULL,
    page_id integer NOT NULL
);
ALTER TABLE public.solutions_attributevalue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.solutions_attributevalue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.solutions_galleryimage (
    id bigint NOT NULL,
    sort_order integer,
    caption character varying(200) NOT NULL,
    image_id bigint NOT NULL,
    page_id integer NOT NULL
);
ALTER TABLE public.solutions_galleryimage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.solutions_galleryimage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.solutions_pricingplan (
    id bigint NOT NULL,
    sort_order integer,
    name character varying(80) NOT NULL,
    price numeric(12,2),
    currency character varying(3) NOT NULL,
    period character varying(10) NOT NULL,
    is_free boolean NOT NULL,
    description character varying(300) NOT NULL,
    page_id integer NOT NULL
);
ALTER TABLE public.solutions_pricingplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.solutions_pricingplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.solutions_solution (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    body jsonb NOT NULL,
    website character varying(200) NOT NULL,
    pricing_model character varying(20) NOT NULL,
    licence character varying(80) NOT NULL,
    is_open_source boolean NOT NULL,
    deployment character varying(20)[] NOT NULL,
    platforms character varying(20)[] NOT NULL,
    launched_on date,
    verified_at timestamp with time zone,
    status character varying(20) NOT NULL,
    latest_version character varying(60) NOT NULL,
    last_release_on date,
    popularity integer,
    external_id character varying(120),
    category_id bigint NOT NULL,
    logo_id bigint,
    social_image_id bigint,
    vendor_id bigint,
    name_key character varying(200) NOT NULL,
    CONSTRAINT solutions_solution_popularity_check CHECK ((popularity >= 0))
);
CREATE TABLE public.solutions_solution_categories (
    id bigint NOT NULL,
    solution_id integer NOT NULL,
    category_id bigint NOT NULL
);
ALTER TABLE public.solutions_solution_categories ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.solutions_solution_categories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.solutions_solution_use_cases (
    id bigint NOT NULL,
    solution_id integer NOT NULL,
    usecase_id bigint NOT NULL
);
ALTER TABLE public.solutions_solution_use_cases ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.solutions_solution_use_cases_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.solutions_solutionindex (
    page_ptr_id integer NOT NULL,
    canonical_url character varying(200) NOT NULL,
    noindex boolean NOT NULL,
    summary text NOT NULL,
    social_image_id bigint
);
CREATE TABLE public.solutions_taggedsolution (
    id bigint NOT NULL,
    content_object_id integer NOT NULL,
    tag_id bigint NOT NULL
);
ALTER TABLE public.solutions_taggedsolution ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.solutions_taggedsolution_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.spam_screen_seen (
    id bigint NOT NULL,
    review bigint NOT NULL,
    author bigint,
    digest character varying(64) NOT NULL,
    written_at timestamp with time zone NOT NULL
);
ALTER TABLE public.spam_screen_seen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.spam_screen_seen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taggit_tag (
    id integer NOT NULL,
    name character varying(100) NOT NULL,
    slug character varying(100) NOT NULL
);
ALTER TABLE public.taggit_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taggit_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taggit_taggeditem (
    id integer NOT NULL,
    object_id integer NOT NULL,
    content_type_id integer NOT NULL,
    tag_id integer NOT NULL
);
ALTER TABLE public.taggit_taggeditem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taggit_taggeditem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taxonomy_attributedefinition (
    id bigint NOT NULL,
    sort_order integer,
    key character varying(60) NOT NULL,
    name character varying(80) NOT NULL,
    type character varying(10) NOT NULL,
    unit character varying(20) NOT NULL,
    choices character varying(80)[] NOT NULL,
    filterable boolean NOT NULL,
    category_id bigint NOT NULL,
    choice_labels jsonb NOT NULL,
    help_text character varying(300) NOT NULL,
    translations jsonb NOT NULL
);
ALTER TABLE public.taxonomy_attributedefinition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_attributedefinition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taxonomy_category (
    id bigint NOT NULL,
    path character varying(255) NOT NULL,
    depth integer NOT NULL,
    numchild integer NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(80) NOT NULL,
    description text NOT NULL,
    icon character varying(40) NOT NULL,
    translations jsonb NOT NULL,
    CONSTRAINT taxonomy_category_depth_check CHECK ((depth >= 0)),
    CONSTRAINT taxonomy_category_numchild_check CHECK ((numchild >= 0))
);
ALTER TABLE public.taxonomy_category ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_category_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taxonomy_tag (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    slug character varying(100) NOT NULL,
    translations jsonb NOT NULL
);
ALTER TABLE public.taxonomy_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taxonomy_usecase (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(80) NOT NULL,
    description text NOT NULL,
    translations jsonb NOT NULL
);
ALTER TABLE public.taxonomy_usecase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taxonomy_usecase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vectors_postgres_vector (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    key bigint NOT NULL,
    locale character varying(100) NOT NULL,
    model character varying(100) NOT NULL,
    mark character varying(32) NOT NULL,
    numbers real[] NOT NULL
);
ALTER TABLE public.vectors_postgres_vector ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vectors_postgres_vector_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vendors_pinnedvendor (
    id bigint NOT NULL,
    sort_order integer,
    search_id bigint NOT NULL,
    vendor_id bigint NOT NULL
);
ALTER TABLE public.vendors_pinnedvendor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vendors_pinnedvendor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vendors_vendor (
    id bigint NOT NULL,
    live boolean NOT NULL,
    has_unpublished_changes boolean NOT NULL,
    first_published_at timestamp with time zone,
    last_published_at timestamp with time zone,
    go_live_at timestamp with time zone,
    expire_at timestamp with time zone,
    expired boolean NOT NULL,
    locked boolean NOT NULL,
    locked_at timestamp with time zone,
    name character varying(120) NOT NULL,
    slug character varying(120) NOT NULL,
    website character varying(200) NOT NULL,
    description text NOT NULL,
    country character varying(2) NOT NULL,
    founded smallint,
    verified_domain character varying(253) NOT NULL,
    external_id character varying(120),
    latest_revision_id integer,
    live_revision_id integer,
    locked_by_id bigint,
    logo_id bigint,
    translations jsonb NOT NULL,
    CONSTRAINT vendors_vendor_founded_check CHECK ((founded >= 0))
);
ALTER TABLE public.vendors_vendor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vendors_vendor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vendors_vendor_members (
    id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.vendors_vendor_members ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vendors_vendor_members_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vendors_vendorclaim (
    id bigint NOT NULL,
    domain character varying(253) NOT NULL,
    evidence text NOT NULL,
    state character varying(10) NOT NULL,
    proof character varying(10) NOT NULL,
    automatic boolean NOT NULL,
    dns_token character varying(32) NOT NULL,
    mail_digest character varying(64) NOT NULL,
    mail_expires_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    note text NOT NULL,
    claimant_id bigint NOT NULL,
    decided_by_id bigint,
    vendor_id bigint NOT NULL,
    reason text DEFAULT ''::text NOT NULL
);
ALTER TABLE public.vendors_vendorclaim ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vendors_vendorclaim_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailadmin_admin (
    id integer NOT NULL
);
ALTER TABLE public.wagtailadmin_admin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailadmin_admin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailadmin_editingsession (
    id integer NOT NULL,
    object_id character varying(255) NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    content_type_id integer NOT NULL,
    user_id bigint NOT NULL,
    is_editing boolean NOT NULL
);
ALTER TABLE public.wagtailadmin_editingsession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailadmin_editingsession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailadmin_formstate (
    id integer NOT NULL,
    data text NOT NULL,
    object_id character varying(255) NOT NULL,
    parent_object_id character varying(255) NOT NULL,
    last_updated_at timestamp with time zone NOT NULL,
    content_type_id integer NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.wagtailadmin_formstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailadmin_formstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_apitoken (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    key_hash character varying(64) NOT NULL,
    prefix character varying(16) NOT NULL,
    created timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE public.wagtailcore_apitoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_apitoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_collection (
    id integer NOT NULL,
    path character varying(255) NOT NULL COLLATE pg_catalog."C",
    depth integer NOT NULL,
    numchild integer NOT NULL,
    name character varying(255) NOT NULL,
    CONSTRAINT wagtailcore_collection_depth_check CHECK ((depth >= 0)),
    CONSTRAINT wagtailcore_collection_numchild_check CHECK ((numchild >= 0))
);
ALTER TABLE public.wagtailcore_collection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_collection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_collectionviewrestriction (
    id integer NOT NULL,
    restriction_type character varying(20) NOT NULL,
    password character varying(255) NOT NULL,
    collection_id integer NOT NULL
);
CREATE TABLE public.wagtailcore_collectionviewrestriction_groups (
    id bigint NOT NULL,
    collectionviewrestriction_id integer CONSTRAINT wagtailcore_collectionviewr_collectionviewrestriction__not_null NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_collectionviewrestriction_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_collectionviewrestriction_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.wagtailcore_collectionviewrestriction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_collectionviewrestriction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_comment (
    id integer NOT NULL,
    text text NOT NULL,
    contentpath text NOT NULL,
    "position" text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    page_id integer NOT NULL,
    resolved_by_id bigint,
    revision_created_id integer,
    user_id bigint NOT NULL
);
ALTER TABLE public.wagtailcore_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_commentreply (
    id integer NOT NULL,
    text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    comment_id integer NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.wagtailcore_commentreply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_commentreply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_groupapprovaltask (
    task_ptr_id integer NOT NULL
);
CREATE TABLE public.wagtailcore_groupapprovaltask_groups (
    id bigint NOT NULL,
    groupapprovaltask_id integer CONSTRAINT wagtailcore_groupapprovaltask_gro_groupapprovaltask_id_not_null NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_groupapprovaltask_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_groupapprovaltask_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_groupcollectionpermission (
    id integer NOT NULL,
    collection_id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_groupcollectionpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_groupcollectionpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_grouppagepermission (
    id integer NOT NULL,
    group_id integer NOT NULL,
    page_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_grouppagepermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_grouppagepermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_groupsitepermission (
    id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL,
    site_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_groupsitepermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_groupsitepermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_locale (
    id integer NOT NULL,
    language_code character varying(100) NOT NULL
);
ALTER TABLE public.wagtailcore_locale ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_locale_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_modellogentry (
    id integer NOT NULL,
    label text NOT NULL,
    action character varying(255) NOT NULL,
    data jsonb CONSTRAINT wagtailcore_modellogentry_data_json_not_null NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    content_changed boolean NOT NULL,
    deleted boolean NOT NULL,
    object_id character varying(255) NOT NULL,
    content_type_id integer,
    user_id bigint,
    uuid uuid,
    revision_id integer
);
ALTER TABLE public.wagtailcore_modellogentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_modellogentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_page (
    id integer NOT NULL,
    path character varying(255) NOT NULL COLLATE pg_catalog."C",
    depth integer NOT NULL,
    numchild integer NOT NULL,
    title character varying(255) NOT NULL,
    slug character varying(255) NOT NULL,
    live boolean NOT NULL,
    has_unpublished_changes boolean NOT NULL,
    url_path text NOT NULL,
    seo_title character varying(255) NOT NULL,
    show_in_menus boolean NOT NULL,
    search_description text NOT NULL,
    go_live_at timestamp with time zone,
    expire_at timestamp with time zone,
    expired boolean NOT NULL,
    content_type_id integer NOT NULL,
    owner_id bigint,
    locked boolean NOT NULL,
    latest_revision_created_at timestamp with time zone,
    first_published_at timestamp with time zone,
    live_revision_id integer,
    last_published_at timestamp with time zone,
    draft_title character varying(255) NOT NULL,
    locked_at timestamp with time zone,
    locked_by_id bigint,
    translation_key uuid NOT NULL,
    locale_id integer NOT NULL,
    alias_of_id integer,
    latest_revision_id integer,
    CONSTRAINT wagtailcore_page_depth_check CHECK ((depth >= 0)),
    CONSTRAINT wagtailcore_page_numchild_check CHECK ((numchild >= 0))
);
ALTER TABLE public.wagtailcore_page ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_page_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_pagelogentry (
    id integer NOT NULL,
    label text NOT NULL,
    action character varying(255) NOT NULL,
    data jsonb CONSTRAINT wagtailcore_pagelogentry_data_json_not_null NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    content_changed boolean NOT NULL,
    deleted boolean NOT NULL,
    content_type_id integer,
    page_id integer NOT NULL,
    revision_id integer,
    user_id bigint,
    uuid uuid
);
ALTER TABLE public.wagtailcore_pagelogentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pagelogentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_revision (
    id integer CONSTRAINT wagtailcore_pagerevision_id_not_null NOT NULL,
    created_at timestamp with time zone CONSTRAINT wagtailcore_pagerevision_created_at_not_null NOT NULL,
    content jsonb CONSTRAINT wagtailcore_pagerevision_content_json_not_null NOT NULL,
    approved_go_live_at timestamp with time zone,
    object_id character varying(255) CONSTRAINT wagtailcore_pagerevision_page_id_not_null NOT NULL,
    user_id bigint,
    content_type_id integer NOT NULL,
    base_content_type_id integer NOT NULL,
    object_str text NOT NULL
);
ALTER TABLE public.wagtailcore_revision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pagerevision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_pagesubscription (
    id integer NOT NULL,
    comment_notifications boolean NOT NULL,
    page_id integer NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.wagtailcore_pagesubscription ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pagesubscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_pageviewrestriction (
    id integer NOT NULL,
    password character varying(255) NOT NULL,
    page_id integer NOT NULL,
    restriction_type character varying(20) NOT NULL
);
CREATE TABLE public.wagtailcore_pageviewrestriction_groups (
    id bigint NOT NULL,
    pageviewrestriction_id integer CONSTRAINT wagtailcore_pageviewrestriction_pageviewrestriction_id_not_null NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_pageviewrestriction_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pageviewrestriction_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.wagtailcore_pageviewrestriction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_pageviewrestriction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_referenceindex (
    id integer NOT NULL,
    object_id character varying(255) NOT NULL,
    to_object_id character varying(255) NOT NULL,
    model_path text NOT NULL,
    content_path text NOT NULL,
    content_path_hash uuid NOT NULL,
    base_content_type_id integer NOT NULL,
    content_type_id integer NOT NULL,
    to_content_type_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_referenceindex ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_referenceindex_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_site (
    id integer NOT NULL,
    hostname character varying(255) NOT NULL,
    port integer NOT NULL,
    is_default_site boolean NOT NULL,
    root_page_id integer NOT NULL,
    site_name character varying(255) NOT NULL
);
ALTER TABLE public.wagtailcore_site ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_task (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    active boolean NOT NULL,
    content_type_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_taskstate (
    id integer NOT NULL,
    status character varying(50) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    content_type_id integer NOT NULL,
    revision_id integer CONSTRAINT wagtailcore_taskstate_page_revision_id_not_null NOT NULL,
    task_id integer NOT NULL,
    workflow_state_id integer NOT NULL,
    finished_by_id bigint,
    comment text NOT NULL
);
ALTER TABLE public.wagtailcore_taskstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_taskstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_uploadedfile (
    id integer NOT NULL,
    file character varying(200) NOT NULL,
    for_content_type_id integer,
    uploaded_by_user_id bigint
);
ALTER TABLE public.wagtailcore_uploadedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_uploadedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_workflow (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    active boolean NOT NULL
);
ALTER TABLE public.wagtailcore_workflow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_workflow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_workflowcontenttype (
    content_type_id integer NOT NULL,
    workflow_id integer NOT NULL
);
CREATE TABLE public.wagtailcore_workflowpage (
    page_id integer NOT NULL,
    workflow_id integer NOT NULL
);
CREATE TABLE public.wagtailcore_workflowstate (
    id integer NOT NULL,
    status character varying(50) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    current_task_state_id integer,
    object_id character varying(255) CONSTRAINT wagtailcore_workflowstate_page_id_not_null NOT NULL,
    requested_by_id bigint,
    workflow_id integer NOT NULL,
    content_type_id integer NOT NULL,
    base_content_type_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_workflowstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_workflowstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailcore_workflowtask (
    id integer NOT NULL,
    sort_order integer,
    task_id integer NOT NULL,
    workflow_id integer NOT NULL
);
ALTER TABLE public.wagtailcore_workflowtask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailcore_workflowtask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtaildocs_document (
    id integer NOT NULL,
    title character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    uploaded_by_user_id bigint,
    collection_id integer NOT NULL,
    file_size bigint,
    file_hash character varying(40) NOT NULL,
    CONSTRAINT wagtaildocs_document_file_size_check CHECK ((file_size >= 0))
);
ALTER TABLE public.wagtaildocs_document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtaildocs_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailembeds_embed (
    id integer NOT NULL,
    url text NOT NULL,
    max_width smallint,
    type character varying(10) NOT NULL,
    html text NOT NULL,
    title text NOT NULL,
    author_name text NOT NULL,
    provider_name text NOT NULL,
    thumbnail_url text NOT NULL,
    width integer,
    height integer,
    last_updated timestamp with time zone NOT NULL,
    hash character varying(32) NOT NULL,
    cache_until timestamp with time zone
);
ALTER TABLE public.wagtailembeds_embed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailembeds_embed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailimages_image (
    id integer NOT NULL,
    title character varying(255) NOT NULL,
    file character varying(100) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    focal_point_x integer,
    focal_point_y integer,
    focal_point_width integer,
    focal_point_height integer,
    uploaded_by_user_id bigint,
    file_size integer,
    collection_id integer NOT NULL,
    file_hash character varying(40) NOT NULL,
    description character varying(255) NOT NULL,
    CONSTRAINT wagtailimages_image_file_size_check CHECK ((file_size >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_height_check CHECK ((focal_point_height >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_width_check CHECK ((focal_point_width >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_x_check CHECK ((focal_point_x >= 0)),
    CONSTRAINT wagtailimages_image_focal_point_y_check CHECK ((focal_point_y >= 0))
);
ALTER TABLE public.wagtailimages_image ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailimages_image_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailimages_rendition (
    id integer NOT NULL,
    file character varying(100) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    focal_point_key character varying(16) NOT NULL,
    filter_spec character varying(255) NOT NULL,
    image_id integer NOT NULL
);
ALTER TABLE public.wagtailimages_rendition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailimages_rendition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailredirects_redirect (
    id integer NOT NULL,
    old_path character varying(255) NOT NULL,
    is_permanent boolean NOT NULL,
    redirect_link character varying(255) NOT NULL,
    redirect_page_id integer,
    site_id integer,
    automatically_created boolean NOT NULL,
    created_at timestamp with time zone,
    redirect_page_route_path character varying(255) NOT NULL
);
ALTER TABLE public.wagtailredirects_redirect ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailredirects_redirect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailsearch_indexentry (
    id integer NOT NULL,
    object_id character varying(50) NOT NULL,
    title_norm double precision NOT NULL,
    content_type_id integer NOT NULL,
    autocomplete tsvector NOT NULL,
    title tsvector NOT NULL,
    body tsvector NOT NULL,
    title_text text NOT NULL,
    body_text text NOT NULL
);
COMMENT ON TABLE public.wagtailsearch_indexentry IS 'text rules 3';
ALTER TABLE public.wagtailsearch_indexentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailsearch_indexentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wagtailusers_userprofile (
    id integer NOT NULL,
    submitted_notifications boolean NOT NULL,
    approved_notifications boolean NOT NULL,
    rejected_notifications boolean NOT NULL,
    user_id bigint NOT NULL,
    preferred_language character varying(10) NOT NULL,
    current_time_zone character varying(40) NOT NULL,
    avatar character varying(100) NOT NULL,
    updated_comments_notifications boolean CONSTRAINT wagtailusers_userprofile_updated_comments_notification_not_null NOT NULL,
    dismissibles jsonb NOT NULL,
    theme character varying(40) NOT NULL,
    density character varying(40) NOT NULL,
    contrast character varying(40) NOT NULL,
    keyboard_shortcuts boolean NOT NULL
);
ALTER TABLE public.wagtailusers_userprofile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.wagtailusers_userprofile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.analytics_postgres_event ALTER COLUMN number SET DEFAULT nextval('public.analytics_postgres_event_number'::regclass);
INSERT INTO public.analytics_postgres_progress VALUES
	(1, 0, NULL, 0, 0);
INSERT INTO public.auth_group VALUES
	(3, 'Administrator'),
	(4, 'Editor'),
	(5, 'Moderator'),
	(6, 'Vendor');
INSERT INTO public.auth_group_permissions VALUES
	(19, 3, 1),
	(20, 3, 2),
	(21, 3, 3),
	(22, 3, 5),
	(23, 3, 6),
	(24, 3, 7),
	(25, 3, 49),
	(26, 3, 50),
	(27, 3, 51),
	(28, 3, 57),
	(29, 3, 58),
	(30, 3, 59),
	(31, 3, 112),
	(32, 3, 118),
	(33, 3, 119),
	(34, 3, 120),
	(35, 3, 121),
	(36, 3, 122),
	(37, 3, 123),
	(38, 3, 124),
	(39, 3, 125),
	(40, 3, 126),
	(41, 3, 127),
	(42, 3, 128),
	(43, 3, 129),
	(44, 3, 130),
	(45, 3, 131),
	(46, 3, 132),
	(47, 3, 133),
	(48, 3, 134),
	(49, 3, 135),
	(50, 3, 136),
	(51, 3, 137),
	(52, 3, 138),
	(53, 3, 139),
	(54, 3, 140),
	(55, 3, 141),
	(56, 3, 142),
	(57, 3, 143),
	(58, 3, 144),
	(59, 3, 145),
	(60, 3, 146),
	(61, 3, 147),
	(62, 3, 148),
	(63, 3, 149),
	(64, 3, 150),
	(65, 3, 151),
	(66, 3, 152),
	(67, 3, 153),
	(68, 3, 154),
	(69, 3, 155),
	(70, 3, 156),
	(71, 3, 157),
	(72, 3, 158),
	(73, 3, 159),
	(74, 3, 160),
	(75, 3, 161),
	(76, 3, 162),
	(77, 3, 163),
	(78, 3, 164),
	(79, 3, 165),
	(80, 3, 166),
	(81, 3, 167),
	(82, 3, 168),
	(83, 3, 169),
	(84, 3, 170),
	(85, 3, 171),
	(86, 3, 172),
	(87, 3, 173),
	(88, 3, 174),
	(89, 3, 175),
	(90, 3, 176),
	(91, 3, 177),
	(92, 3, 178),
	(93, 3, 179),
	(94, 3, 180),
	(95, 3, 181),
	(96, 3, 182),
	(97, 3, 183),
	(98, 3, 184),
	(99, 3, 185),
	(100, 3, 186),
	(101, 3, 187),
	(102, 4, 130),
	(103, 4, 137),
	(104, 4, 138),
	(105, 4, 139),
	(106, 4, 140),
	(107, 4, 147),
	(108, 4, 148),
	(109, 4, 149),
	(110, 4, 150),
	(111, 4, 151),
	(112, 4, 152),
	(113, 4, 153),
	(114, 4, 154),
	(115, 4, 162),
	(116, 4, 163),
	(117, 4, 164),
	(118, 4, 165);
INSERT INTO public.auth_group_permissions VALUES
	(119, 4, 166),
	(120, 4, 167),
	(121, 4, 168),
	(122, 4, 169),
	(123, 4, 170),
	(124, 4, 171),
	(125, 4, 172),
	(126, 4, 173),
	(127, 4, 174),
	(128, 4, 175),
	(129, 4, 176),
	(130, 4, 177),
	(131, 4, 178),
	(132, 4, 179),
	(133, 4, 180),
	(134, 4, 181),
	(135, 4, 182),
	(136, 4, 112),
	(137, 4, 118),
	(138, 4, 124),
	(139, 5, 160),
	(140, 5, 161),
	(141, 5, 112),
	(142, 5, 183),
	(143, 5, 184),
	(144, 5, 155),
	(145, 5, 156),
	(146, 5, 158),
	(147, 5, 159),
	(148, 6, 112);
INSERT INTO public.auth_permission VALUES
	(1, 'Can add locale', 3, 'add_locale'),
	(2, 'Can change locale', 3, 'change_locale'),
	(3, 'Can delete locale', 3, 'delete_locale'),
	(4, 'Can view locale', 3, 'view_locale'),
	(5, 'Can add site', 4, 'add_site'),
	(6, 'Can change site', 4, 'change_site'),
	(7, 'Can delete site', 4, 'delete_site'),
	(8, 'Can view site', 4, 'view_site'),
	(9, 'Can add group site permission', 5, 'add_groupsitepermission'),
	(10, 'Can change group site permission', 5, 'change_groupsitepermission'),
	(11, 'Can delete group site permission', 5, 'delete_groupsitepermission'),
	(12, 'Can view group site permission', 5, 'view_groupsitepermission'),
	(13, 'Can add API token', 6, 'add_apitoken'),
	(14, 'Can change API token', 6, 'change_apitoken'),
	(15, 'Can delete API token', 6, 'delete_apitoken'),
	(16, 'Can view API token', 6, 'view_apitoken'),
	(17, 'Can add model log entry', 7, 'add_modellogentry'),
	(18, 'Can change model log entry', 7, 'change_modellogentry'),
	(19, 'Can delete model log entry', 7, 'delete_modellogentry'),
	(20, 'Can view model log entry', 7, 'view_modellogentry'),
	(21, 'Can add revision', 8, 'add_revision'),
	(22, 'Can change revision', 8, 'change_revision'),
	(23, 'Can delete revision', 8, 'delete_revision'),
	(24, 'Can view revision', 8, 'view_revision'),
	(25, 'Can add collection view restriction', 9, 'add_collectionviewrestriction'),
	(26, 'Can change collection view restriction', 9, 'change_collectionviewrestriction'),
	(27, 'Can delete collection view restriction', 9, 'delete_collectionviewrestriction'),
	(28, 'Can view collection view restriction', 9, 'view_collectionviewrestriction'),
	(29, 'Can add collection', 10, 'add_collection'),
	(30, 'Can change collection', 10, 'change_collection'),
	(31, 'Can delete collection', 10, 'delete_collection'),
	(32, 'Can view collection', 10, 'view_collection'),
	(33, 'Can add group collection permission', 11, 'add_groupcollectionpermission'),
	(34, 'Can change group collection permission', 11, 'change_groupcollectionpermission'),
	(35, 'Can delete group collection permission', 11, 'delete_groupcollectionpermission'),
	(36, 'Can view group collection permission', 11, 'view_groupcollectionpermission'),
	(37, 'Can add uploaded file', 12, 'add_uploadedfile'),
	(38, 'Can change uploaded file', 12, 'change_uploadedfile'),
	(39, 'Can delete uploaded file', 12, 'delete_uploadedfile'),
	(40, 'Can view uploaded file', 12, 'view_uploadedfile'),
	(41, 'Can add workflow content type', 13, 'add_workflowcontenttype'),
	(42, 'Can change workflow content type', 13, 'change_workflowcontenttype'),
	(43, 'Can delete workflow content type', 13, 'delete_workflowcontenttype'),
	(44, 'Can view workflow content type', 13, 'view_workflowcontenttype'),
	(45, 'Can add Workflow state', 14, 'add_workflowstate'),
	(46, 'Can change Workflow state', 14, 'change_workflowstate'),
	(47, 'Can delete Workflow state', 14, 'delete_workflowstate'),
	(48, 'Can view Workflow state', 14, 'view_workflowstate'),
	(49, 'Can add workflow', 15, 'add_workflow'),
	(50, 'Can change workflow', 15, 'change_workflow'),
	(51, 'Can delete workflow', 15, 'delete_workflow'),
	(52, 'Can view workflow', 15, 'view_workflow'),
	(53, 'Can add workflow task order', 16, 'add_workflowtask'),
	(54, 'Can change workflow task order', 16, 'change_workflowtask'),
	(55, 'Can delete workflow task order', 16, 'delete_workflowtask'),
	(56, 'Can view workflow task order', 16, 'view_workflowtask'),
	(57, 'Can add task', 17, 'add_task'),
	(58, 'Can change task', 17, 'change_task'),
	(59, 'Can delete task', 17, 'delete_task'),
	(60, 'Can view task', 17, 'view_task'),
	(61, 'Can add Group approval task', 2, 'add_groupapprovaltask'),
	(62, 'Can change Group approval task', 2, 'change_groupapprovaltask'),
	(63, 'Can delete Group approval task', 2, 'delete_groupapprovaltask'),
	(64, 'Can view Group approval task', 2, 'view_groupapprovaltask'),
	(65, 'Can add Task state', 18, 'add_taskstate'),
	(66, 'Can change Task state', 18, 'change_taskstate'),
	(67, 'Can delete Task state', 18, 'delete_taskstate'),
	(68, 'Can view Task state', 18, 'view_taskstate'),
	(69, 'Can add page', 1, 'add_page'),
	(70, 'Can change page', 1, 'change_page'),
	(71, 'Can delete page', 1, 'delete_page'),
	(72, 'Can view page', 1, 'view_page'),
	(73, 'Delete pages with children', 1, 'bulk_delete_page'),
	(74, 'Lock/unlock pages you''ve locked', 1, 'lock_page'),
	(75, 'Publish any page', 1, 'publish_page'),
	(76, 'Unlock any page', 1, 'unlock_page'),
	(77, 'Can add group page permission', 19, 'add_grouppagepermission'),
	(78, 'Can change group page permission', 19, 'change_grouppagepermission'),
	(79, 'Can delete group page permission', 19, 'delete_grouppagepermission'),
	(80, 'Can view group page permission', 19, 'view_grouppagepermission'),
	(81, 'Can add page view restriction', 20, 'add_pageviewrestriction'),
	(82, 'Can change page view restriction', 20, 'change_pageviewrestriction'),
	(83, 'Can delete page view restriction', 20, 'delete_pageviewrestriction'),
	(84, 'Can view page view restriction', 20, 'view_pageviewrestriction'),
	(85, 'Can add workflow page', 21, 'add_workflowpage'),
	(86, 'Can change workflow page', 21, 'change_workflowpage'),
	(87, 'Can delete workflow page', 21, 'delete_workflowpage'),
	(88, 'Can view workflow page', 21, 'view_workflowpage'),
	(89, 'Can add page log entry', 22, 'add_pagelogentry'),
	(90, 'Can change page log entry', 22, 'change_pagelogentry'),
	(91, 'Can delete page log entry', 22, 'delete_pagelogentry'),
	(92, 'Can view page log entry', 22, 'view_pagelogentry'),
	(93, 'Can add comment', 23, 'add_comment'),
	(94, 'Can change comment', 23, 'change_comment'),
	(95, 'Can delete comment', 23, 'delete_comment'),
	(96, 'Can view comment', 23, 'view_comment'),
	(97, 'Can add comment reply', 24, 'add_commentreply'),
	(98, 'Can change comment reply', 24, 'change_commentreply'),
	(99, 'Can delete comment reply', 24, 'delete_commentreply'),
	(100, 'Can view comment reply', 24, 'view_commentreply');
INSERT INTO public.auth_permission VALUES
	(101, 'Can add page subscription', 25, 'add_pagesubscription'),
	(102, 'Can change page subscription', 25, 'change_pagesubscription'),
	(103, 'Can delete page subscription', 25, 'delete_pagesubscription'),
	(104, 'Can view page subscription', 25, 'view_pagesubscription'),
	(105, 'Can add reference index', 26, 'add_referenceindex'),
	(106, 'Can change reference index', 26, 'change_referenceindex'),
	(107, 'Can delete reference index', 26, 'delete_referenceindex'),
	(108, 'Can view reference index', 26, 'view_referenceindex'),
	(109, 'Can add image', 27, 'add_image'),
	(110, 'Can change image', 27, 'change_image'),
	(111, 'Can delete image', 27, 'delete_image'),
	(112, 'Can access Wagtail admin', 28, 'access_admin'),
	(113, 'Can choose image', 27, 'choose_image'),
	(114, 'Can add document', 29, 'add_document'),
	(115, 'Can change document', 29, 'change_document'),
	(116, 'Can delete document', 29, 'delete_document'),
	(117, 'Can choose document', 29, 'choose_document'),
	(118, 'Can add API key', 30, 'add_apikey'),
	(119, 'Can change API key', 30, 'change_apikey'),
	(120, 'Can view API key', 30, 'view_apikey'),
	(121, 'Can add user', 31, 'add_user'),
	(122, 'Can change user', 31, 'change_user'),
	(123, 'Can delete user', 31, 'delete_user'),
	(124, 'Can view report of visits', 32, 'view_visitreport'),
	(125, 'Can view audit event', 33, 'view_auditevent'),
	(126, 'Can add group', 34, 'add_group'),
	(127, 'Can change group', 34, 'change_group'),
	(128, 'Can delete group', 34, 'delete_group'),
	(129, 'Can view trusted document', 35, 'view_trusteddocument'),
	(130, 'Can view registration', 36, 'view_registration'),
	(131, 'Can change plugin configuration', 37, 'change_pluginconfiguration'),
	(132, 'Can change plugin switch', 38, 'change_pluginswitch'),
	(133, 'Can add import', 39, 'add_importrun'),
	(134, 'Can change import', 39, 'change_importrun'),
	(135, 'Can delete import', 39, 'delete_importrun'),
	(136, 'Can view import', 39, 'view_importrun'),
	(137, 'Can add menu', 40, 'add_menu'),
	(138, 'Can change menu', 40, 'change_menu'),
	(139, 'Can delete menu', 40, 'delete_menu'),
	(140, 'Can view menu', 40, 'view_menu'),
	(141, 'Can change site settings', 41, 'change_sitesettings'),
	(142, 'Can view consent', 42, 'view_consent'),
	(143, 'Can add legal text', 43, 'add_legaltext'),
	(144, 'Can change legal text', 43, 'change_legaltext'),
	(145, 'Can view legal text', 43, 'view_legaltext'),
	(146, 'Can change delivery', 44, 'change_delivery'),
	(147, 'Can add pinned search', 45, 'add_pinnedsearch'),
	(148, 'Can change pinned search', 45, 'change_pinnedsearch'),
	(149, 'Can delete pinned search', 45, 'delete_pinnedsearch'),
	(150, 'Can view pinned search', 45, 'view_pinnedsearch'),
	(151, 'Can add synonym', 46, 'add_synonym'),
	(152, 'Can change synonym', 46, 'change_synonym'),
	(153, 'Can delete synonym', 46, 'delete_synonym'),
	(154, 'Can view synonym', 46, 'view_synonym'),
	(155, 'Can view moderation decision', 47, 'view_moderationaction'),
	(156, 'Can view report', 48, 'view_report'),
	(157, 'Can add review', 49, 'add_review'),
	(158, 'Can change review', 49, 'change_review'),
	(159, 'Can view review', 49, 'view_review'),
	(160, 'Can change vendor reply', 50, 'change_vendorreply'),
	(161, 'Can view vendor reply', 50, 'view_vendorreply'),
	(162, 'Can submit translation', 51, 'submit_translation'),
	(163, 'Can change solution', 52, 'change_solution'),
	(164, 'Can add category', 53, 'add_category'),
	(165, 'Can change category', 53, 'change_category'),
	(166, 'Can delete category', 53, 'delete_category'),
	(167, 'Can view category', 53, 'view_category'),
	(168, 'Can add tag', 54, 'add_tag'),
	(169, 'Can change tag', 54, 'change_tag'),
	(170, 'Can delete tag', 54, 'delete_tag'),
	(171, 'Can view tag', 54, 'view_tag'),
	(172, 'Can add use case', 55, 'add_usecase'),
	(173, 'Can change use case', 55, 'change_usecase'),
	(174, 'Can delete use case', 55, 'delete_usecase'),
	(175, 'Can view use case', 55, 'view_usecase'),
	(176, 'Can add vendor', 56, 'add_vendor'),
	(177, 'Can change vendor', 56, 'change_vendor'),
	(178, 'Can delete vendor', 56, 'delete_vendor'),
	(179, 'Can view vendor', 56, 'view_vendor'),
	(180, 'Can publish vendor', 56, 'publish_vendor'),
	(181, 'Can lock vendor', 56, 'lock_vendor'),
	(182, 'Can unlock vendor', 56, 'unlock_vendor'),
	(183, 'Can change vendor claim', 57, 'change_vendorclaim'),
	(184, 'Can view vendor claim', 57, 'view_vendorclaim'),
	(185, 'Can add redirect', 58, 'add_redirect'),
	(186, 'Can change redirect', 58, 'change_redirect'),
	(187, 'Can delete redirect', 58, 'delete_redirect'),
	(188, 'Can view user', 31, 'view_user'),
	(189, 'Can delete API key', 30, 'delete_apikey'),
	(190, 'Can add signing key', 59, 'add_signingkey'),
	(191, 'Can change signing key', 59, 'change_signingkey'),
	(192, 'Can delete signing key', 59, 'delete_signingkey'),
	(193, 'Can view signing key', 59, 'view_signingkey'),
	(194, 'Can add token counter', 60, 'add_tokencounter'),
	(195, 'Can change token counter', 60, 'change_tokencounter'),
	(196, 'Can delete token counter', 60, 'delete_tokencounter'),
	(197, 'Can view token counter', 60, 'view_tokencounter'),
	(198, 'Can add used code', 61, 'add_usedcode'),
	(199, 'Can change used code', 61, 'change_usedcode'),
	(200, 'Can delete used code', 61, 'delete_usedcode');
INSERT INTO public.auth_permission VALUES
	(201, 'Can view used code', 61, 'view_usedcode'),
	(202, 'Can add logout address', 62, 'add_logoutaddress'),
	(203, 'Can change logout address', 62, 'change_logoutaddress'),
	(204, 'Can delete logout address', 62, 'delete_logoutaddress'),
	(205, 'Can view logout address', 62, 'view_logoutaddress'),
	(206, 'Can add logout notice', 63, 'add_logoutnotice'),
	(207, 'Can change logout notice', 63, 'change_logoutnotice'),
	(208, 'Can delete logout notice', 63, 'delete_logoutnotice'),
	(209, 'Can view logout notice', 63, 'view_logoutnotice'),
	(210, 'Can add session', 64, 'add_session'),
	(211, 'Can change session', 64, 'change_session'),
	(212, 'Can delete session', 64, 'delete_session'),
	(213, 'Can view session', 64, 'view_session'),
	(214, 'Can add authenticator app', 65, 'add_authenticatorapp'),
	(215, 'Can change authenticator app', 65, 'change_authenticatorapp'),
	(216, 'Can delete authenticator app', 65, 'delete_authenticatorapp'),
	(217, 'Can view authenticator app', 65, 'view_authenticatorapp'),
	(218, 'Can add passkey', 66, 'add_passkey'),
	(219, 'Can change passkey', 66, 'change_passkey'),
	(220, 'Can delete passkey', 66, 'delete_passkey'),
	(221, 'Can view passkey', 66, 'view_passkey'),
	(222, 'Can add role factor', 67, 'add_rolefactor'),
	(223, 'Can change role factor', 67, 'change_rolefactor'),
	(224, 'Can delete role factor', 67, 'delete_rolefactor'),
	(225, 'Can view role factor', 67, 'view_rolefactor'),
	(226, 'Can add recovery code', 68, 'add_recoverycode'),
	(227, 'Can change recovery code', 68, 'change_recoverycode'),
	(228, 'Can delete recovery code', 68, 'delete_recoverycode'),
	(229, 'Can view recovery code', 68, 'view_recoverycode'),
	(230, 'Can add used link', 69, 'add_usedlink'),
	(231, 'Can change used link', 69, 'change_usedlink'),
	(232, 'Can delete used link', 69, 'delete_usedlink'),
	(233, 'Can view used link', 69, 'view_usedlink'),
	(234, 'Can add proved email', 70, 'add_provedemail'),
	(235, 'Can change proved email', 70, 'change_provedemail'),
	(236, 'Can delete proved email', 70, 'delete_provedemail'),
	(237, 'Can view proved email', 70, 'view_provedemail'),
	(238, 'Can delete legal text', 43, 'delete_legaltext'),
	(239, 'Can add document', 71, 'add_document'),
	(240, 'Can change document', 71, 'change_document'),
	(241, 'Can delete document', 71, 'delete_document'),
	(242, 'Can view document', 71, 'view_document'),
	(243, 'Can add image', 72, 'add_image'),
	(244, 'Can change image', 72, 'change_image'),
	(245, 'Can delete image', 72, 'delete_image'),
	(246, 'Can view image', 72, 'view_image'),
	(247, 'Can add rendition', 73, 'add_rendition'),
	(248, 'Can change rendition', 73, 'change_rendition'),
	(249, 'Can delete rendition', 73, 'delete_rendition'),
	(250, 'Can view rendition', 73, 'view_rendition'),
	(251, 'Can add refused line', 74, 'add_importproblem'),
	(252, 'Can change refused line', 74, 'change_importproblem'),
	(253, 'Can delete refused line', 74, 'delete_importproblem'),
	(254, 'Can view refused line', 74, 'view_importproblem'),
	(255, 'Can add link', 76, 'add_link'),
	(256, 'Can change link', 76, 'change_link'),
	(257, 'Can delete link', 76, 'delete_link'),
	(258, 'Can view link', 76, 'view_link'),
	(259, 'Can add use of a link', 77, 'add_linkuse'),
	(260, 'Can change use of a link', 77, 'change_linkuse'),
	(261, 'Can delete use of a link', 77, 'delete_linkuse'),
	(262, 'Can view use of a link', 77, 'view_linkuse'),
	(263, 'Can add merge', 78, 'add_merge'),
	(264, 'Can change merge', 78, 'change_merge'),
	(265, 'Can delete merge', 78, 'delete_merge'),
	(266, 'Can view merge', 78, 'view_merge'),
	(267, 'Can add pinned page', 79, 'add_pinnedpage'),
	(268, 'Can change pinned page', 79, 'change_pinnedpage'),
	(269, 'Can delete pinned page', 79, 'delete_pinnedpage'),
	(270, 'Can view pinned page', 79, 'view_pinnedpage'),
	(271, 'Can add counted search', 80, 'add_searchcount'),
	(272, 'Can change counted search', 80, 'change_searchcount'),
	(273, 'Can delete counted search', 80, 'delete_searchcount'),
	(274, 'Can view counted search', 80, 'view_searchcount'),
	(275, 'Can add trending progress', 81, 'add_trendingprogress'),
	(276, 'Can change trending progress', 81, 'change_trendingprogress'),
	(277, 'Can delete trending progress', 81, 'delete_trendingprogress'),
	(278, 'Can view trending progress', 81, 'view_trendingprogress'),
	(279, 'Can add trending snapshot', 82, 'add_trendingsnapshot'),
	(280, 'Can change trending snapshot', 82, 'change_trendingsnapshot'),
	(281, 'Can delete trending snapshot', 82, 'delete_trendingsnapshot'),
	(282, 'Can view trending snapshot', 82, 'view_trendingsnapshot'),
	(283, 'Can add trending sum', 83, 'add_trendingsum'),
	(284, 'Can change trending sum', 83, 'change_trendingsum'),
	(285, 'Can delete trending sum', 83, 'delete_trendingsum'),
	(286, 'Can view trending sum', 83, 'view_trendingsum'),
	(287, 'Can add trending entry', 84, 'add_trendingentry'),
	(288, 'Can change trending entry', 84, 'change_trendingentry'),
	(289, 'Can delete trending entry', 84, 'delete_trendingentry'),
	(290, 'Can view trending entry', 84, 'view_trendingentry'),
	(291, 'Can add viewed day', 85, 'add_viewedday'),
	(292, 'Can change viewed day', 85, 'change_viewedday'),
	(293, 'Can delete viewed day', 85, 'delete_viewedday'),
	(294, 'Can view viewed day', 85, 'view_viewedday'),
	(295, 'Can add viewed pair', 86, 'add_viewedpair'),
	(296, 'Can change viewed pair', 86, 'change_viewedpair'),
	(297, 'Can delete viewed pair', 86, 'delete_viewedpair'),
	(298, 'Can view viewed pair', 86, 'view_viewedpair'),
	(299, 'Can add outbox event', 87, 'add_outboxevent'),
	(300, 'Can change outbox event', 87, 'change_outboxevent');
INSERT INTO public.auth_permission VALUES
	(301, 'Can delete outbox event', 87, 'delete_outboxevent'),
	(302, 'Can view outbox event', 87, 'view_outboxevent'),
	(303, 'Can add delivery', 44, 'add_delivery'),
	(304, 'Can delete delivery', 44, 'delete_delivery'),
	(305, 'Can view delivery', 44, 'view_delivery'),
	(306, 'Can add running process', 88, 'add_runningprocess'),
	(307, 'Can change running process', 88, 'change_runningprocess'),
	(308, 'Can delete running process', 88, 'delete_runningprocess'),
	(309, 'Can view running process', 88, 'view_runningprocess'),
	(310, 'Can add broken migration', 89, 'add_brokenmigration'),
	(311, 'Can change broken migration', 89, 'change_brokenmigration'),
	(312, 'Can delete broken migration', 89, 'delete_brokenmigration'),
	(313, 'Can view broken migration', 89, 'view_brokenmigration'),
	(314, 'Can add job run', 90, 'add_jobrun'),
	(315, 'Can change job run', 90, 'change_jobrun'),
	(316, 'Can delete job run', 90, 'delete_jobrun'),
	(317, 'Can view job run', 90, 'view_jobrun'),
	(318, 'Can add plugin configuration', 37, 'add_pluginconfiguration'),
	(319, 'Can delete plugin configuration', 37, 'delete_pluginconfiguration'),
	(320, 'Can view plugin configuration', 37, 'view_pluginconfiguration'),
	(321, 'Can add plugin switch', 38, 'add_pluginswitch'),
	(322, 'Can delete plugin switch', 38, 'delete_pluginswitch'),
	(323, 'Can view plugin switch', 38, 'view_pluginswitch'),
	(324, 'Can add attribute', 91, 'add_attributedefinition'),
	(325, 'Can change attribute', 91, 'change_attributedefinition'),
	(326, 'Can delete attribute', 91, 'delete_attributedefinition'),
	(327, 'Can view attribute', 91, 'view_attributedefinition'),
	(328, 'Can add pinned vendor', 92, 'add_pinnedvendor'),
	(329, 'Can change pinned vendor', 92, 'change_pinnedvendor'),
	(330, 'Can delete pinned vendor', 92, 'delete_pinnedvendor'),
	(331, 'Can view pinned vendor', 92, 'view_pinnedvendor'),
	(332, 'Can add vendor claim', 57, 'add_vendorclaim'),
	(333, 'Can delete vendor claim', 57, 'delete_vendorclaim'),
	(334, 'Can add alternative', 93, 'add_alternative'),
	(335, 'Can change alternative', 93, 'change_alternative'),
	(336, 'Can delete alternative', 93, 'delete_alternative'),
	(337, 'Can view alternative', 93, 'view_alternative'),
	(338, 'Can add pricing plan', 94, 'add_pricingplan'),
	(339, 'Can change pricing plan', 94, 'change_pricingplan'),
	(340, 'Can delete pricing plan', 94, 'delete_pricingplan'),
	(341, 'Can view pricing plan', 94, 'view_pricingplan'),
	(342, 'Can add solution index', 95, 'add_solutionindex'),
	(343, 'Can change solution index', 95, 'change_solutionindex'),
	(344, 'Can delete solution index', 95, 'delete_solutionindex'),
	(345, 'Can view solution index', 95, 'view_solutionindex'),
	(346, 'Can add tagged solution', 96, 'add_taggedsolution'),
	(347, 'Can change tagged solution', 96, 'change_taggedsolution'),
	(348, 'Can delete tagged solution', 96, 'delete_taggedsolution'),
	(349, 'Can view tagged solution', 96, 'view_taggedsolution'),
	(350, 'Can add attribute', 97, 'add_attributevalue'),
	(351, 'Can change attribute', 97, 'change_attributevalue'),
	(352, 'Can delete attribute', 97, 'delete_attributevalue'),
	(353, 'Can view attribute', 97, 'view_attributevalue'),
	(354, 'Can add gallery image', 98, 'add_galleryimage'),
	(355, 'Can change gallery image', 98, 'change_galleryimage'),
	(356, 'Can delete gallery image', 98, 'delete_galleryimage'),
	(357, 'Can view gallery image', 98, 'view_galleryimage'),
	(358, 'Can add solution', 52, 'add_solution'),
	(359, 'Can delete solution', 52, 'delete_solution'),
	(360, 'Can view solution', 52, 'view_solution'),
	(361, 'Can add moderation decision', 47, 'add_moderationaction'),
	(362, 'Can change moderation decision', 47, 'change_moderationaction'),
	(363, 'Can delete moderation decision', 47, 'delete_moderationaction'),
	(364, 'Can add review version', 99, 'add_reviewversion'),
	(365, 'Can change review version', 99, 'change_reviewversion'),
	(366, 'Can delete review version', 99, 'delete_reviewversion'),
	(367, 'Can view review version', 99, 'view_reviewversion'),
	(368, 'Can add review vote', 100, 'add_reviewvote'),
	(369, 'Can change review vote', 100, 'change_reviewvote'),
	(370, 'Can delete review vote', 100, 'delete_reviewvote'),
	(371, 'Can view review vote', 100, 'view_reviewvote'),
	(372, 'Can add vendor reply', 50, 'add_vendorreply'),
	(373, 'Can delete vendor reply', 50, 'delete_vendorreply'),
	(374, 'Can add report', 48, 'add_report'),
	(375, 'Can change report', 48, 'change_report'),
	(376, 'Can delete report', 48, 'delete_report'),
	(377, 'Can delete review', 49, 'delete_review'),
	(378, 'Can add moderation proposal', 101, 'add_moderationproposal'),
	(379, 'Can change moderation proposal', 101, 'change_moderationproposal'),
	(380, 'Can delete moderation proposal', 101, 'delete_moderationproposal'),
	(381, 'Can view moderation proposal', 101, 'view_moderationproposal'),
	(382, 'Can add event', 102, 'add_event'),
	(383, 'Can change event', 102, 'change_event'),
	(384, 'Can delete event', 102, 'delete_event'),
	(385, 'Can view event', 102, 'view_event'),
	(386, 'Can add event index', 103, 'add_eventindex'),
	(387, 'Can change event index', 103, 'change_eventindex'),
	(388, 'Can delete event index', 103, 'delete_eventindex'),
	(389, 'Can view event index', 103, 'view_eventindex'),
	(390, 'Can add registration', 36, 'add_registration'),
	(391, 'Can change registration', 36, 'change_registration'),
	(392, 'Can delete registration', 36, 'delete_registration'),
	(393, 'Can add speaker', 104, 'add_speaker'),
	(394, 'Can change speaker', 104, 'change_speaker'),
	(395, 'Can delete speaker', 104, 'delete_speaker'),
	(396, 'Can view speaker', 104, 'view_speaker'),
	(397, 'Can add home page', 106, 'add_homepage'),
	(398, 'Can change home page', 106, 'change_homepage'),
	(399, 'Can delete home page', 106, 'delete_homepage'),
	(400, 'Can view home page', 106, 'view_homepage');
INSERT INTO public.auth_permission VALUES
	(401, 'Can add menu item', 107, 'add_menuitem'),
	(402, 'Can change menu item', 107, 'change_menuitem'),
	(403, 'Can delete menu item', 107, 'delete_menuitem'),
	(404, 'Can view menu item', 107, 'view_menuitem'),
	(405, 'Can add site settings', 41, 'add_sitesettings'),
	(406, 'Can delete site settings', 41, 'delete_sitesettings'),
	(407, 'Can view site settings', 41, 'view_sitesettings'),
	(408, 'Can add standard page', 108, 'add_standardpage'),
	(409, 'Can change standard page', 108, 'change_standardpage'),
	(410, 'Can delete standard page', 108, 'delete_standardpage'),
	(411, 'Can view standard page', 108, 'view_standardpage'),
	(412, 'Can add collection', 109, 'add_collection'),
	(413, 'Can change collection', 109, 'change_collection'),
	(414, 'Can delete collection', 109, 'delete_collection'),
	(415, 'Can view collection', 109, 'view_collection'),
	(416, 'Can add collection index', 110, 'add_collectionindex'),
	(417, 'Can change collection index', 110, 'change_collectionindex'),
	(418, 'Can delete collection index', 110, 'delete_collectionindex'),
	(419, 'Can view collection index', 110, 'view_collectionindex'),
	(420, 'Can add solution', 111, 'add_collectionitem'),
	(421, 'Can change solution', 111, 'change_collectionitem'),
	(422, 'Can delete solution', 111, 'delete_collectionitem'),
	(423, 'Can view solution', 111, 'view_collectionitem'),
	(424, 'Can add social link', 112, 'add_sociallink'),
	(425, 'Can change social link', 112, 'change_sociallink'),
	(426, 'Can delete social link', 112, 'delete_sociallink'),
	(427, 'Can view social link', 112, 'view_sociallink'),
	(428, 'Can add index state', 113, 'add_indexstate'),
	(429, 'Can change index state', 113, 'change_indexstate'),
	(430, 'Can delete index state', 113, 'delete_indexstate'),
	(431, 'Can view index state', 113, 'view_indexstate'),
	(432, 'Can add pending change', 114, 'add_pendingchange'),
	(433, 'Can change pending change', 114, 'change_pendingchange'),
	(434, 'Can delete pending change', 114, 'delete_pendingchange'),
	(435, 'Can view pending change', 114, 'view_pendingchange'),
	(436, 'Can add idempotent request', 115, 'add_idempotentrequest'),
	(437, 'Can change idempotent request', 115, 'change_idempotentrequest'),
	(438, 'Can delete idempotent request', 115, 'delete_idempotentrequest'),
	(439, 'Can view idempotent request', 115, 'view_idempotentrequest'),
	(440, 'Can add registration key', 116, 'add_registrationkey'),
	(441, 'Can change registration key', 116, 'change_registrationkey'),
	(442, 'Can delete registration key', 116, 'delete_registrationkey'),
	(443, 'Can view registration key', 116, 'view_registrationkey'),
	(444, 'Can add trusted document', 35, 'add_trusteddocument'),
	(445, 'Can change trusted document', 35, 'change_trusteddocument'),
	(446, 'Can delete trusted document', 35, 'delete_trusteddocument'),
	(447, 'Can view redirect', 58, 'view_redirect'),
	(448, 'Can add embed', 117, 'add_embed'),
	(449, 'Can change embed', 117, 'change_embed'),
	(450, 'Can delete embed', 117, 'delete_embed'),
	(451, 'Can view embed', 117, 'view_embed'),
	(452, 'Can add user profile', 118, 'add_userprofile'),
	(453, 'Can change user profile', 118, 'change_userprofile'),
	(454, 'Can delete user profile', 118, 'delete_userprofile'),
	(455, 'Can view user profile', 118, 'view_userprofile'),
	(456, 'Can view document', 29, 'view_document'),
	(457, 'Can view image', 27, 'view_image'),
	(458, 'Can add rendition', 121, 'add_rendition'),
	(459, 'Can change rendition', 121, 'change_rendition'),
	(460, 'Can delete rendition', 121, 'delete_rendition'),
	(461, 'Can view rendition', 121, 'view_rendition'),
	(462, 'Can add index entry', 122, 'add_indexentry'),
	(463, 'Can change index entry', 122, 'change_indexentry'),
	(464, 'Can delete index entry', 122, 'delete_indexentry'),
	(465, 'Can view index entry', 122, 'view_indexentry'),
	(466, 'Can add editing session', 123, 'add_editingsession'),
	(467, 'Can change editing session', 123, 'change_editingsession'),
	(468, 'Can delete editing session', 123, 'delete_editingsession'),
	(469, 'Can view editing session', 123, 'view_editingsession'),
	(470, 'Can add form state', 124, 'add_formstate'),
	(471, 'Can change form state', 124, 'change_formstate'),
	(472, 'Can delete form state', 124, 'delete_formstate'),
	(473, 'Can view form state', 124, 'view_formstate'),
	(474, 'Can add application', 125, 'add_application'),
	(475, 'Can change application', 125, 'change_application'),
	(476, 'Can delete application', 125, 'delete_application'),
	(477, 'Can view application', 125, 'view_application'),
	(478, 'Can add access token', 126, 'add_accesstoken'),
	(479, 'Can change access token', 126, 'change_accesstoken'),
	(480, 'Can delete access token', 126, 'delete_accesstoken'),
	(481, 'Can view access token', 126, 'view_accesstoken'),
	(482, 'Can add grant', 127, 'add_grant'),
	(483, 'Can change grant', 127, 'change_grant'),
	(484, 'Can delete grant', 127, 'delete_grant'),
	(485, 'Can view grant', 127, 'view_grant'),
	(486, 'Can add refresh token', 128, 'add_refreshtoken'),
	(487, 'Can change refresh token', 128, 'change_refreshtoken'),
	(488, 'Can delete refresh token', 128, 'delete_refreshtoken'),
	(489, 'Can view refresh token', 128, 'view_refreshtoken'),
	(490, 'Can add id token', 129, 'add_idtoken'),
	(491, 'Can change id token', 129, 'change_idtoken'),
	(492, 'Can delete id token', 129, 'delete_idtoken'),
	(493, 'Can view id token', 129, 'view_idtoken'),
	(494, 'Can add device grant', 130, 'add_devicegrant'),
	(495, 'Can change device grant', 130, 'change_devicegrant'),
	(496, 'Can delete device grant', 130, 'delete_devicegrant'),
	(497, 'Can view device grant', 130, 'view_devicegrant'),
	(498, 'Can add association', 131, 'add_association'),
	(499, 'Can change association', 131, 'change_association'),
	(500, 'Can delete association', 131, 'delete_association');
INSERT INTO public.auth_permission VALUES
	(501, 'Can view association', 131, 'view_association'),
	(502, 'Can add code', 132, 'add_code'),
	(503, 'Can change code', 132, 'change_code'),
	(504, 'Can delete code', 132, 'delete_code'),
	(505, 'Can view code', 132, 'view_code'),
	(506, 'Can add nonce', 133, 'add_nonce'),
	(507, 'Can change nonce', 133, 'change_nonce'),
	(508, 'Can delete nonce', 133, 'delete_nonce'),
	(509, 'Can view nonce', 133, 'view_nonce'),
	(510, 'Can add user social auth', 134, 'add_usersocialauth'),
	(511, 'Can change user social auth', 134, 'change_usersocialauth'),
	(512, 'Can delete user social auth', 134, 'delete_usersocialauth'),
	(513, 'Can view user social auth', 134, 'view_usersocialauth'),
	(514, 'Can add partial', 135, 'add_partial'),
	(515, 'Can change partial', 135, 'change_partial'),
	(516, 'Can delete partial', 135, 'delete_partial'),
	(517, 'Can view partial', 135, 'view_partial'),
	(518, 'Can add tag', 136, 'add_tag'),
	(519, 'Can change tag', 136, 'change_tag'),
	(520, 'Can delete tag', 136, 'delete_tag'),
	(521, 'Can view tag', 136, 'view_tag'),
	(522, 'Can add tagged item', 137, 'add_taggeditem'),
	(523, 'Can change tagged item', 137, 'change_taggeditem'),
	(524, 'Can delete tagged item', 137, 'delete_taggeditem'),
	(525, 'Can view tagged item', 137, 'view_taggeditem'),
	(526, 'Can add Task Result', 138, 'add_dbtaskresult'),
	(527, 'Can change Task Result', 138, 'change_dbtaskresult'),
	(528, 'Can delete Task Result', 138, 'delete_dbtaskresult'),
	(529, 'Can view Task Result', 138, 'view_dbtaskresult'),
	(530, 'Can add permission', 139, 'add_permission'),
	(531, 'Can change permission', 139, 'change_permission'),
	(532, 'Can delete permission', 139, 'delete_permission'),
	(533, 'Can view permission', 139, 'view_permission'),
	(534, 'Can view group', 34, 'view_group'),
	(535, 'Can add content type', 140, 'add_contenttype'),
	(536, 'Can change content type', 140, 'change_contenttype'),
	(537, 'Can delete content type', 140, 'delete_contenttype'),
	(538, 'Can view content type', 140, 'view_contenttype'),
	(539, 'Can add session', 141, 'add_session'),
	(540, 'Can change session', 141, 'change_session'),
	(541, 'Can delete session', 141, 'delete_session'),
	(542, 'Can view session', 141, 'view_session'),
	(543, 'Can add entry', 142, 'add_entry'),
	(544, 'Can change entry', 142, 'change_entry'),
	(545, 'Can delete entry', 142, 'delete_entry'),
	(546, 'Can view entry', 142, 'view_entry'),
	(547, 'Can add visit record', 143, 'add_visitrecord'),
	(548, 'Can change visit record', 143, 'change_visitrecord'),
	(549, 'Can delete visit record', 143, 'delete_visitrecord'),
	(550, 'Can view visit record', 143, 'view_visitrecord'),
	(551, 'Can add hourly count', 144, 'add_hourlycount'),
	(552, 'Can change hourly count', 144, 'change_hourlycount'),
	(553, 'Can delete hourly count', 144, 'delete_hourlycount'),
	(554, 'Can view hourly count', 144, 'view_hourlycount'),
	(555, 'Can add daily count', 145, 'add_dailycount'),
	(556, 'Can change daily count', 145, 'change_dailycount'),
	(557, 'Can delete daily count', 145, 'delete_dailycount'),
	(558, 'Can view daily count', 145, 'view_dailycount'),
	(559, 'Can add rollup progress', 146, 'add_rollupprogress'),
	(560, 'Can change rollup progress', 146, 'change_rollupprogress'),
	(561, 'Can delete rollup progress', 146, 'delete_rollupprogress'),
	(562, 'Can view rollup progress', 146, 'view_rollupprogress'),
	(563, 'Can add badge', 119, 'add_badge'),
	(564, 'Can change badge', 119, 'change_badge'),
	(565, 'Can delete badge', 119, 'delete_badge'),
	(566, 'Can view badge', 119, 'view_badge'),
	(567, 'Can add bookmark', 147, 'add_bookmark'),
	(568, 'Can change bookmark', 147, 'change_bookmark'),
	(569, 'Can delete bookmark', 147, 'delete_bookmark'),
	(570, 'Can view bookmark', 147, 'view_bookmark'),
	(571, 'Can add embargo', 120, 'add_embargo'),
	(572, 'Can change embargo', 120, 'change_embargo'),
	(573, 'Can delete embargo', 120, 'delete_embargo'),
	(574, 'Can view embargo', 120, 'view_embargo'),
	(575, 'Can add rank snapshot', 148, 'add_ranksnapshot'),
	(576, 'Can change rank snapshot', 148, 'change_ranksnapshot'),
	(577, 'Can delete rank snapshot', 148, 'delete_ranksnapshot'),
	(578, 'Can view rank snapshot', 148, 'view_ranksnapshot'),
	(579, 'Can add prior', 149, 'add_prior'),
	(580, 'Can change prior', 149, 'change_prior'),
	(581, 'Can delete prior', 149, 'delete_prior'),
	(582, 'Can view prior', 149, 'view_prior'),
	(583, 'Can add aggregate', 150, 'add_aggregate'),
	(584, 'Can change aggregate', 150, 'change_aggregate'),
	(585, 'Can delete aggregate', 150, 'delete_aggregate'),
	(586, 'Can view aggregate', 150, 'view_aggregate'),
	(587, 'Can add entry', 151, 'add_entry'),
	(588, 'Can change entry', 151, 'change_entry'),
	(589, 'Can delete entry', 151, 'delete_entry'),
	(590, 'Can view entry', 151, 'view_entry'),
	(591, 'Can add word', 152, 'add_word'),
	(592, 'Can change word', 152, 'change_word'),
	(593, 'Can delete word', 152, 'delete_word'),
	(594, 'Can view word', 152, 'view_word'),
	(595, 'Can add seen', 153, 'add_seen'),
	(596, 'Can change seen', 153, 'change_seen'),
	(597, 'Can delete seen', 153, 'delete_seen'),
	(598, 'Can view seen', 153, 'view_seen'),
	(599, 'Can add vector', 154, 'add_vector'),
	(600, 'Can change vector', 154, 'change_vector');
INSERT INTO public.auth_permission VALUES
	(601, 'Can delete vector', 154, 'delete_vector'),
	(602, 'Can view vector', 154, 'view_vector'),
	(603, 'Can add rank snapshot', 155, 'add_ranksnapshot'),
	(604, 'Can change rank snapshot', 155, 'change_ranksnapshot'),
	(605, 'Can delete rank snapshot', 155, 'delete_ranksnapshot'),
	(606, 'Can view rank snapshot', 155, 'view_ranksnapshot'),
	(607, 'Can add aggregate', 156, 'add_aggregate'),
	(608, 'Can change aggregate', 156, 'change_aggregate'),
	(609, 'Can delete aggregate', 156, 'delete_aggregate'),
	(610, 'Can view aggregate', 156, 'view_aggregate');
INSERT INTO public.content_api_structure VALUES
	(true, '00000000-0000-4000-8000-000000000001');
INSERT INTO public.django_content_type VALUES
	(1, 'wagtailcore', 'page'),
	(2, 'wagtailcore', 'groupapprovaltask'),
	(3, 'wagtailcore', 'locale'),
	(4, 'wagtailcore', 'site'),
	(5, 'wagtailcore', 'groupsitepermission'),
	(6, 'wagtailcore', 'apitoken'),
	(7, 'wagtailcore', 'modellogentry'),
	(8, 'wagtailcore', 'revision'),
	(9, 'wagtailcore', 'collectionviewrestriction'),
	(10, 'wagtailcore', 'collection'),
	(11, 'wagtailcore', 'groupcollectionpermission'),
	(12, 'wagtailcore', 'uploadedfile'),
	(13, 'wagtailcore', 'workflowcontenttype'),
	(14, 'wagtailcore', 'workflowstate'),
	(15, 'wagtailcore', 'workflow'),
	(16, 'wagtailcore', 'workflowtask'),
	(17, 'wagtailcore', 'task'),
	(18, 'wagtailcore', 'taskstate'),
	(19, 'wagtailcore', 'grouppagepermission'),
	(20, 'wagtailcore', 'pageviewrestriction'),
	(21, 'wagtailcore', 'workflowpage'),
	(22, 'wagtailcore', 'pagelogentry'),
	(23, 'wagtailcore', 'comment'),
	(24, 'wagtailcore', 'commentreply'),
	(25, 'wagtailcore', 'pagesubscription'),
	(26, 'wagtailcore', 'referenceindex'),
	(27, 'wagtailimages', 'image'),
	(28, 'wagtailadmin', 'admin'),
	(29, 'wagtaildocs', 'document'),
	(30, 'accounts', 'apikey'),
	(31, 'accounts', 'user'),
	(32, 'audience', 'visitreport'),
	(33, 'audit', 'auditevent'),
	(34, 'auth', 'group'),
	(35, 'content_api', 'trusteddocument'),
	(36, 'events', 'registration'),
	(37, 'extensions', 'pluginconfiguration'),
	(38, 'extensions', 'pluginswitch'),
	(39, 'importing', 'importrun'),
	(40, 'pages', 'menu'),
	(41, 'pages', 'sitesettings'),
	(42, 'people', 'consent'),
	(43, 'people', 'legaltext'),
	(44, 'publishing', 'delivery'),
	(45, 'relevance', 'pinnedsearch'),
	(46, 'relevance', 'synonym'),
	(47, 'reviews', 'moderationaction'),
	(48, 'reviews', 'report'),
	(49, 'reviews', 'review'),
	(50, 'reviews', 'vendorreply'),
	(51, 'simple_translation', 'simpletranslation'),
	(52, 'solutions', 'solution'),
	(53, 'taxonomy', 'category'),
	(54, 'taxonomy', 'tag'),
	(55, 'taxonomy', 'usecase'),
	(56, 'vendors', 'vendor'),
	(57, 'vendors', 'vendorclaim'),
	(58, 'wagtailredirects', 'redirect'),
	(59, 'accounts', 'signingkey'),
	(60, 'accounts', 'tokencounter'),
	(61, 'accounts', 'usedcode'),
	(62, 'accounts', 'logoutaddress'),
	(63, 'accounts', 'logoutnotice'),
	(64, 'people', 'session'),
	(65, 'people', 'authenticatorapp'),
	(66, 'people', 'passkey'),
	(67, 'people', 'rolefactor'),
	(68, 'people', 'recoverycode'),
	(69, 'people', 'usedlink'),
	(70, 'people', 'provedemail'),
	(71, 'media', 'document'),
	(72, 'media', 'image'),
	(73, 'media', 'rendition'),
	(74, 'importing', 'importproblem'),
	(75, 'audit', 'auditlink'),
	(76, 'links', 'link'),
	(77, 'links', 'linkuse'),
	(78, 'merging', 'merge'),
	(79, 'relevance', 'pinnedpage'),
	(80, 'relevance', 'searchcount'),
	(81, 'analytics', 'trendingprogress'),
	(82, 'analytics', 'trendingsnapshot'),
	(83, 'analytics', 'trendingsum'),
	(84, 'analytics', 'trendingentry'),
	(85, 'analytics', 'viewedday'),
	(86, 'analytics', 'viewedpair'),
	(87, 'publishing', 'outboxevent'),
	(88, 'operations', 'runningprocess'),
	(89, 'extensions', 'brokenmigration'),
	(90, 'extensions', 'jobrun'),
	(91, 'taxonomy', 'attributedefinition'),
	(92, 'vendors', 'pinnedvendor'),
	(93, 'solutions', 'alternative'),
	(94, 'solutions', 'pricingplan'),
	(95, 'solutions', 'solutionindex'),
	(96, 'solutions', 'taggedsolution'),
	(97, 'solutions', 'attributevalue'),
	(98, 'solutions', 'galleryimage'),
	(99, 'reviews', 'reviewversion'),
	(100, 'reviews', 'reviewvote');
INSERT INTO public.django_content_type VALUES
	(101, 'reviews', 'moderationproposal'),
	(102, 'events', 'event'),
	(103, 'events', 'eventindex'),
	(104, 'events', 'speaker'),
	(105, 'events', 'eventoccurrence'),
	(106, 'pages', 'homepage'),
	(107, 'pages', 'menuitem'),
	(108, 'pages', 'standardpage'),
	(109, 'pages', 'collection'),
	(110, 'pages', 'collectionindex'),
	(111, 'pages', 'collectionitem'),
	(112, 'pages', 'sociallink'),
	(113, 'indexing', 'indexstate'),
	(114, 'indexing', 'pendingchange'),
	(115, 'content_api', 'idempotentrequest'),
	(116, 'content_api', 'registrationkey'),
	(117, 'wagtailembeds', 'embed'),
	(118, 'wagtailusers', 'userprofile'),
	(119, 'badges', 'badge'),
	(120, 'embargo', 'embargo'),
	(121, 'wagtailimages', 'rendition'),
	(122, 'wagtailsearch', 'indexentry'),
	(123, 'wagtailadmin', 'editingsession'),
	(124, 'wagtailadmin', 'formstate'),
	(125, 'oauth2_provider', 'application'),
	(126, 'oauth2_provider', 'accesstoken'),
	(127, 'oauth2_provider', 'grant'),
	(128, 'oauth2_provider', 'refreshtoken'),
	(129, 'oauth2_provider', 'idtoken'),
	(130, 'oauth2_provider', 'devicegrant'),
	(131, 'social_django', 'association'),
	(132, 'social_django', 'code'),
	(133, 'social_django', 'nonce'),
	(134, 'social_django', 'usersocialauth'),
	(135, 'social_django', 'partial'),
	(136, 'taggit', 'tag'),
	(137, 'taggit', 'taggeditem'),
	(138, 'django_tasks_database', 'dbtaskresult'),
	(139, 'auth', 'permission'),
	(140, 'contenttypes', 'contenttype'),
	(141, 'sessions', 'session'),
	(142, 'activity', 'entry'),
	(143, 'analytics_postgres', 'visitrecord'),
	(144, 'analytics_postgres', 'hourlycount'),
	(145, 'analytics_postgres', 'dailycount'),
	(146, 'analytics_postgres', 'rollupprogress'),
	(147, 'bookmarks', 'bookmark'),
	(148, 'ratings_bayesian', 'ranksnapshot'),
	(149, 'ratings_bayesian', 'prior'),
	(150, 'ratings_bayesian', 'aggregate'),
	(151, 'search_postgres', 'entry'),
	(152, 'search_postgres', 'word'),
	(153, 'spam_screen', 'seen'),
	(154, 'vectors_postgres', 'vector'),
	(155, 'ratings_recommend', 'ranksnapshot'),
	(156, 'ratings_recommend', 'aggregate');
INSERT INTO public.django_migrations VALUES
	(1, 'contenttypes', '0001_initial', '2026-01-01 00:00:00+00'),
	(2, 'contenttypes', '0002_remove_content_type_name', '2026-01-01 00:00:00+00'),
	(3, 'auth', '0001_initial', '2026-01-01 00:00:00+00'),
	(4, 'auth', '0002_alter_permission_name_max_length', '2026-01-01 00:00:00+00'),
	(5, 'auth', '0003_alter_user_email_max_length', '2026-01-01 00:00:00+00'),
	(6, 'auth', '0004_alter_user_username_opts', '2026-01-01 00:00:00+00'),
	(7, 'auth', '0005_alter_user_last_login_null', '2026-01-01 00:00:00+00'),
	(8, 'auth', '0006_require_contenttypes_0002', '2026-01-01 00:00:00+00'),
	(9, 'auth', '0007_alter_validators_add_error_messages', '2026-01-01 00:00:00+00'),
	(10, 'auth', '0008_alter_user_username_max_length', '2026-01-01 00:00:00+00'),
	(11, 'auth', '0009_alter_user_last_name_max_length', '2026-01-01 00:00:00+00'),
	(12, 'auth', '0010_alter_group_name_max_length', '2026-01-01 00:00:00+00'),
	(13, 'auth', '0011_update_proxy_permissions', '2026-01-01 00:00:00+00'),
	(14, 'auth', '0012_alter_user_first_name_max_length', '2026-01-01 00:00:00+00'),
	(15, 'accounts', '0001_initial', '2026-01-01 00:00:00+00'),
	(16, 'oauth2_provider', '0001_initial', '2026-01-01 00:00:00+00'),
	(17, 'oauth2_provider', '0002_auto_20190406_1805', '2026-01-01 00:00:00+00'),
	(18, 'oauth2_provider', '0003_auto_20201211_1314', '2026-01-01 00:00:00+00'),
	(19, 'oauth2_provider', '0004_auto_20200902_2022', '2026-01-01 00:00:00+00'),
	(20, 'oauth2_provider', '0005_auto_20211222_2352', '2026-01-01 00:00:00+00'),
	(21, 'oauth2_provider', '0006_alter_application_client_secret', '2026-01-01 00:00:00+00'),
	(22, 'oauth2_provider', '0007_application_post_logout_redirect_uris', '2026-01-01 00:00:00+00'),
	(23, 'oauth2_provider', '0008_alter_accesstoken_token', '2026-01-01 00:00:00+00'),
	(24, 'oauth2_provider', '0009_add_hash_client_secret', '2026-01-01 00:00:00+00'),
	(25, 'oauth2_provider', '0010_application_allowed_origins', '2026-01-01 00:00:00+00'),
	(26, 'oauth2_provider', '0011_refreshtoken_token_family', '2026-01-01 00:00:00+00'),
	(27, 'oauth2_provider', '0012_add_token_checksum', '2026-01-01 00:00:00+00'),
	(28, 'oauth2_provider', '0013_alter_application_authorization_grant_type_device', '2026-01-01 00:00:00+00'),
	(29, 'oauth2_provider', '0014_alter_help_text', '2026-01-01 00:00:00+00'),
	(30, 'oauth2_provider', '0015_refreshtoken_token_checksum', '2026-01-01 00:00:00+00'),
	(31, 'oauth2_provider', '0016_alter_devicegrant_scope', '2026-01-01 00:00:00+00'),
	(32, 'oauth2_provider', '0017_application_dcr_created', '2026-01-01 00:00:00+00'),
	(33, 'oauth2_provider', '0018_resource_indicators', '2026-01-01 00:00:00+00'),
	(34, 'oauth2_provider', '0019_application_registration_source', '2026-01-01 00:00:00+00'),
	(35, 'oauth2_provider', '0020_cimd_application_fields', '2026-01-01 00:00:00+00'),
	(36, 'oauth2_provider', '0021_translatable_field_labels', '2026-01-01 00:00:00+00'),
	(37, 'oauth2_provider', '0022_refreshtoken_token_family_index', '2026-01-01 00:00:00+00'),
	(38, 'simple_translation', '0001_initial', '2026-01-01 00:00:00+00'),
	(39, 'content_api', '0001_initial', '2026-01-01 00:00:00+00'),
	(40, 'content_api', '0002_trusted_documents', '2026-01-01 00:00:00+00'),
	(41, 'publishing', '0001_initial', '2026-01-01 00:00:00+00'),
	(42, 'wagtailcore', '0001_initial', '2026-01-01 00:00:00+00'),
	(43, 'wagtailcore', '0002_initial_data', '2026-01-01 00:00:00+00'),
	(44, 'wagtailcore', '0003_add_uniqueness_constraint_on_group_page_permission', '2026-01-01 00:00:00+00'),
	(45, 'wagtailcore', '0004_page_locked', '2026-01-01 00:00:00+00'),
	(46, 'wagtailcore', '0005_add_page_lock_permission_to_moderators', '2026-01-01 00:00:00+00'),
	(47, 'wagtailcore', '0006_add_lock_page_permission', '2026-01-01 00:00:00+00'),
	(48, 'wagtailcore', '0007_page_latest_revision_created_at', '2026-01-01 00:00:00+00'),
	(49, 'wagtailcore', '0008_populate_latest_revision_created_at', '2026-01-01 00:00:00+00'),
	(50, 'wagtailcore', '0009_remove_auto_now_add_from_pagerevision_created_at', '2026-01-01 00:00:00+00'),
	(51, 'wagtailcore', '0010_change_page_owner_to_null_on_delete', '2026-01-01 00:00:00+00'),
	(52, 'wagtailcore', '0011_page_first_published_at', '2026-01-01 00:00:00+00'),
	(53, 'wagtailcore', '0012_extend_page_slug_field', '2026-01-01 00:00:00+00'),
	(54, 'wagtailcore', '0013_update_golive_expire_help_text', '2026-01-01 00:00:00+00'),
	(55, 'wagtailcore', '0014_add_verbose_name', '2026-01-01 00:00:00+00'),
	(56, 'wagtailcore', '0015_add_more_verbose_names', '2026-01-01 00:00:00+00'),
	(57, 'wagtailcore', '0016_change_page_url_path_to_text_field', '2026-01-01 00:00:00+00'),
	(58, 'wagtailcore', '0017_change_edit_page_permission_description', '2026-01-01 00:00:00+00'),
	(59, 'wagtailcore', '0018_pagerevision_submitted_for_moderation_index', '2026-01-01 00:00:00+00'),
	(60, 'wagtailcore', '0019_verbose_names_cleanup', '2026-01-01 00:00:00+00'),
	(61, 'wagtailcore', '0020_add_index_on_page_first_published_at', '2026-01-01 00:00:00+00'),
	(62, 'wagtailcore', '0021_capitalizeverbose', '2026-01-01 00:00:00+00'),
	(63, 'wagtailcore', '0022_add_site_name', '2026-01-01 00:00:00+00'),
	(64, 'wagtailcore', '0023_alter_page_revision_on_delete_behaviour', '2026-01-01 00:00:00+00'),
	(65, 'wagtailcore', '0024_collection', '2026-01-01 00:00:00+00'),
	(66, 'wagtailcore', '0025_collection_initial_data', '2026-01-01 00:00:00+00'),
	(67, 'wagtailcore', '0026_group_collection_permission', '2026-01-01 00:00:00+00'),
	(68, 'wagtailcore', '0027_fix_collection_path_collation', '2026-01-01 00:00:00+00'),
	(69, 'wagtailcore', '0024_alter_page_content_type_on_delete_behaviour', '2026-01-01 00:00:00+00'),
	(70, 'wagtailcore', '0028_merge', '2026-01-01 00:00:00+00'),
	(71, 'wagtailcore', '0029_unicode_slugfield_dj19', '2026-01-01 00:00:00+00'),
	(72, 'wagtailcore', '0030_index_on_pagerevision_created_at', '2026-01-01 00:00:00+00'),
	(73, 'wagtailcore', '0031_add_page_view_restriction_types', '2026-01-01 00:00:00+00'),
	(74, 'wagtailcore', '0032_add_bulk_delete_page_permission', '2026-01-01 00:00:00+00'),
	(75, 'wagtailcore', '0033_remove_golive_expiry_help_text', '2026-01-01 00:00:00+00'),
	(76, 'wagtailcore', '0034_page_live_revision', '2026-01-01 00:00:00+00'),
	(77, 'wagtailcore', '0035_page_last_published_at', '2026-01-01 00:00:00+00'),
	(78, 'wagtailcore', '0036_populate_page_last_published_at', '2026-01-01 00:00:00+00'),
	(79, 'wagtailcore', '0037_set_page_owner_editable', '2026-01-01 00:00:00+00'),
	(80, 'wagtailcore', '0038_make_first_published_at_editable', '2026-01-01 00:00:00+00'),
	(81, 'wagtailcore', '0039_collectionviewrestriction', '2026-01-01 00:00:00+00'),
	(82, 'wagtailcore', '0040_page_draft_title', '2026-01-01 00:00:00+00'),
	(83, 'wagtailcore', '0041_group_collection_permissions_verbose_name_plural', '2026-01-01 00:00:00+00'),
	(84, 'wagtailcore', '0042_index_on_pagerevision_approved_go_live_at', '2026-01-01 00:00:00+00'),
	(85, 'wagtailcore', '0043_lock_fields', '2026-01-01 00:00:00+00'),
	(86, 'wagtailcore', '0044_add_unlock_grouppagepermission', '2026-01-01 00:00:00+00'),
	(87, 'wagtailcore', '0045_assign_unlock_grouppagepermission', '2026-01-01 00:00:00+00'),
	(88, 'wagtailcore', '0046_site_name_remove_null', '2026-01-01 00:00:00+00'),
	(89, 'wagtailcore', '0047_add_workflow_models', '2026-01-01 00:00:00+00'),
	(90, 'wagtailcore', '0048_add_default_workflows', '2026-01-01 00:00:00+00'),
	(91, 'wagtailcore', '0049_taskstate_finished_by', '2026-01-01 00:00:00+00'),
	(92, 'wagtailcore', '0050_workflow_rejected_to_needs_changes', '2026-01-01 00:00:00+00'),
	(93, 'wagtailcore', '0051_taskstate_comment', '2026-01-01 00:00:00+00'),
	(94, 'wagtailcore', '0052_pagelogentry', '2026-01-01 00:00:00+00'),
	(95, 'wagtailcore', '0053_locale_model', '2026-01-01 00:00:00+00'),
	(96, 'wagtailcore', '0054_initial_locale', '2026-01-01 00:00:00+00'),
	(97, 'wagtailcore', '0055_page_locale_fields', '2026-01-01 00:00:00+00'),
	(98, 'wagtailcore', '0056_page_locale_fields_populate', '2026-01-01 00:00:00+00'),
	(99, 'wagtailcore', '0057_page_locale_fields_notnull', '2026-01-01 00:00:00+00'),
	(100, 'wagtailcore', '0058_page_alias_of', '2026-01-01 00:00:00+00');
INSERT INTO public.django_migrations VALUES
	(101, 'wagtailcore', '0059_apply_collection_ordering', '2026-01-01 00:00:00+00'),
	(102, 'wagtailcore', '0060_fix_workflow_unique_constraint', '2026-01-01 00:00:00+00'),
	(103, 'wagtailcore', '0061_change_promote_tab_helpt_text_and_verbose_names', '2026-01-01 00:00:00+00'),
	(104, 'wagtailcore', '0062_comment_models_and_pagesubscription', '2026-01-01 00:00:00+00'),
	(105, 'wagtailcore', '0063_modellogentry', '2026-01-01 00:00:00+00'),
	(106, 'wagtailcore', '0064_log_timestamp_indexes', '2026-01-01 00:00:00+00'),
	(107, 'wagtailcore', '0065_log_entry_uuid', '2026-01-01 00:00:00+00'),
	(108, 'wagtailcore', '0066_collection_management_permissions', '2026-01-01 00:00:00+00'),
	(109, 'wagtailcore', '0067_alter_pagerevision_content_json', '2026-01-01 00:00:00+00'),
	(110, 'wagtailcore', '0068_log_entry_empty_object', '2026-01-01 00:00:00+00'),
	(111, 'wagtailcore', '0069_log_entry_jsonfield', '2026-01-01 00:00:00+00'),
	(112, 'wagtailcore', '0070_rename_pagerevision_revision', '2026-01-01 00:00:00+00'),
	(113, 'wagtailcore', '0071_populate_revision_content_type', '2026-01-01 00:00:00+00'),
	(114, 'wagtailcore', '0072_alter_revision_content_type_notnull', '2026-01-01 00:00:00+00'),
	(115, 'wagtailcore', '0073_page_latest_revision', '2026-01-01 00:00:00+00'),
	(116, 'wagtailcore', '0074_revision_object_str', '2026-01-01 00:00:00+00'),
	(117, 'wagtailcore', '0075_populate_latest_revision_and_revision_object_str', '2026-01-01 00:00:00+00'),
	(118, 'wagtailcore', '0076_modellogentry_revision', '2026-01-01 00:00:00+00'),
	(119, 'wagtailcore', '0077_alter_revision_user', '2026-01-01 00:00:00+00'),
	(120, 'wagtailcore', '0078_referenceindex', '2026-01-01 00:00:00+00'),
	(121, 'wagtailcore', '0079_rename_taskstate_page_revision', '2026-01-01 00:00:00+00'),
	(122, 'wagtailcore', '0080_generic_workflowstate', '2026-01-01 00:00:00+00'),
	(123, 'wagtailcore', '0081_populate_workflowstate_content_type', '2026-01-01 00:00:00+00'),
	(124, 'wagtailcore', '0082_alter_workflowstate_content_type_notnull', '2026-01-01 00:00:00+00'),
	(125, 'wagtailcore', '0083_workflowcontenttype', '2026-01-01 00:00:00+00'),
	(126, 'wagtailcore', '0084_add_default_page_permissions', '2026-01-01 00:00:00+00'),
	(127, 'wagtailcore', '0085_add_grouppagepermission_permission', '2026-01-01 00:00:00+00'),
	(128, 'wagtailcore', '0086_populate_grouppagepermission_permission', '2026-01-01 00:00:00+00'),
	(129, 'wagtailcore', '0087_alter_grouppagepermission_unique_together_and_more', '2026-01-01 00:00:00+00'),
	(130, 'wagtailcore', '0088_fix_log_entry_json_timestamps', '2026-01-01 00:00:00+00'),
	(131, 'wagtailcore', '0089_log_entry_data_json_null_to_object', '2026-01-01 00:00:00+00'),
	(132, 'wagtailcore', '0090_remove_grouppagepermission_permission_type', '2026-01-01 00:00:00+00'),
	(133, 'wagtailcore', '0091_remove_revision_submitted_for_moderation', '2026-01-01 00:00:00+00'),
	(134, 'wagtailcore', '0092_alter_collectionviewrestriction_password_and_more', '2026-01-01 00:00:00+00'),
	(135, 'wagtailcore', '0093_uploadedfile', '2026-01-01 00:00:00+00'),
	(136, 'wagtailcore', '0094_alter_page_locale', '2026-01-01 00:00:00+00'),
	(137, 'wagtailcore', '0095_groupsitepermission', '2026-01-01 00:00:00+00'),
	(138, 'wagtailcore', '0096_referenceindex_referenceindex_source_object_and_more', '2026-01-01 00:00:00+00'),
	(139, 'wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes', '2026-01-01 00:00:00+00'),
	(140, 'wagtailcore', '0098_apitoken', '2026-01-01 00:00:00+00'),
	(141, 'extensions', '0001_initial', '2026-01-01 00:00:00+00'),
	(142, 'taggit', '0001_initial', '2026-01-01 00:00:00+00'),
	(143, 'wagtailimages', '0001_initial', '2026-01-01 00:00:00+00'),
	(144, 'wagtailimages', '0002_initial_data', '2026-01-01 00:00:00+00'),
	(145, 'wagtailimages', '0003_fix_focal_point_fields', '2026-01-01 00:00:00+00'),
	(146, 'wagtailimages', '0004_make_focal_point_key_not_nullable', '2026-01-01 00:00:00+00'),
	(147, 'wagtailimages', '0005_make_filter_spec_unique', '2026-01-01 00:00:00+00'),
	(148, 'wagtailimages', '0006_add_verbose_names', '2026-01-01 00:00:00+00'),
	(149, 'wagtailimages', '0007_image_file_size', '2026-01-01 00:00:00+00'),
	(150, 'wagtailimages', '0008_image_created_at_index', '2026-01-01 00:00:00+00'),
	(151, 'wagtailimages', '0009_capitalizeverbose', '2026-01-01 00:00:00+00'),
	(152, 'wagtailimages', '0010_change_on_delete_behaviour', '2026-01-01 00:00:00+00'),
	(153, 'wagtailimages', '0011_image_collection', '2026-01-01 00:00:00+00'),
	(154, 'wagtailimages', '0012_copy_image_permissions_to_collections', '2026-01-01 00:00:00+00'),
	(155, 'wagtailimages', '0013_make_rendition_upload_callable', '2026-01-01 00:00:00+00'),
	(156, 'wagtailimages', '0014_add_filter_spec_field', '2026-01-01 00:00:00+00'),
	(157, 'wagtailimages', '0015_fill_filter_spec_field', '2026-01-01 00:00:00+00'),
	(158, 'wagtailimages', '0016_deprecate_rendition_filter_relation', '2026-01-01 00:00:00+00'),
	(159, 'wagtailimages', '0017_reduce_focal_point_key_max_length', '2026-01-01 00:00:00+00'),
	(160, 'wagtailimages', '0018_remove_rendition_filter', '2026-01-01 00:00:00+00'),
	(161, 'wagtailimages', '0019_delete_filter', '2026-01-01 00:00:00+00'),
	(162, 'wagtailimages', '0020_add-verbose-name', '2026-01-01 00:00:00+00'),
	(163, 'wagtailimages', '0021_image_file_hash', '2026-01-01 00:00:00+00'),
	(164, 'wagtailimages', '0022_uploadedimage', '2026-01-01 00:00:00+00'),
	(165, 'wagtailadmin', '0001_create_admin_access_permissions', '2026-01-01 00:00:00+00'),
	(166, 'wagtailimages', '0023_add_choose_permissions', '2026-01-01 00:00:00+00'),
	(167, 'wagtailimages', '0024_index_image_file_hash', '2026-01-01 00:00:00+00'),
	(168, 'wagtailimages', '0025_alter_image_file_alter_rendition_file', '2026-01-01 00:00:00+00'),
	(169, 'wagtailimages', '0026_delete_uploadedimage', '2026-01-01 00:00:00+00'),
	(170, 'wagtailimages', '0027_image_description', '2026-01-01 00:00:00+00'),
	(171, 'wagtaildocs', '0001_initial', '2026-01-01 00:00:00+00'),
	(172, 'wagtaildocs', '0002_initial_data', '2026-01-01 00:00:00+00'),
	(173, 'wagtaildocs', '0003_add_verbose_names', '2026-01-01 00:00:00+00'),
	(174, 'wagtaildocs', '0004_capitalizeverbose', '2026-01-01 00:00:00+00'),
	(175, 'wagtaildocs', '0005_document_collection', '2026-01-01 00:00:00+00'),
	(176, 'wagtaildocs', '0006_copy_document_permissions_to_collections', '2026-01-01 00:00:00+00'),
	(177, 'wagtaildocs', '0005_alter_uploaded_by_user_on_delete_action', '2026-01-01 00:00:00+00'),
	(178, 'wagtaildocs', '0007_merge', '2026-01-01 00:00:00+00'),
	(179, 'wagtaildocs', '0008_document_file_size', '2026-01-01 00:00:00+00'),
	(180, 'wagtaildocs', '0009_document_verbose_name_plural', '2026-01-01 00:00:00+00'),
	(181, 'wagtaildocs', '0010_document_file_hash', '2026-01-01 00:00:00+00'),
	(182, 'wagtaildocs', '0011_add_choose_permissions', '2026-01-01 00:00:00+00'),
	(183, 'wagtaildocs', '0012_uploadeddocument', '2026-01-01 00:00:00+00'),
	(184, 'wagtaildocs', '0013_delete_uploadeddocument', '2026-01-01 00:00:00+00'),
	(185, 'wagtaildocs', '0014_alter_document_file_size', '2026-01-01 00:00:00+00'),
	(186, 'wagtailadmin', '0002_admin', '2026-01-01 00:00:00+00'),
	(187, 'wagtailadmin', '0003_admin_managed', '2026-01-01 00:00:00+00'),
	(188, 'wagtailadmin', '0004_editingsession', '2026-01-01 00:00:00+00'),
	(189, 'wagtailadmin', '0005_editingsession_is_editing', '2026-01-01 00:00:00+00'),
	(190, 'wagtailadmin', '0006_formstate', '2026-01-01 00:00:00+00'),
	(191, 'accounts', '0002_roles', '2026-01-01 00:00:00+00'),
	(192, 'accounts', '0003_plugins_in_roles', '2026-01-01 00:00:00+00'),
	(193, 'accounts', '0004_trusted_documents_in_roles', '2026-01-01 00:00:00+00'),
	(194, 'accounts', '0005_translation_in_roles', '2026-01-01 00:00:00+00'),
	(195, 'accounts', '0006_server_keys', '2026-01-01 00:00:00+00'),
	(196, 'accounts', '0007_plain_texts', '2026-01-01 00:00:00+00'),
	(197, 'accounts', '0008_api_keys', '2026-01-01 00:00:00+00'),
	(198, 'accounts', '0009_oauth_provider', '2026-01-01 00:00:00+00'),
	(199, 'accounts', '0010_key_actions', '2026-01-01 00:00:00+00'),
	(200, 'accounts', '0011_key_actions_checked', '2026-01-01 00:00:00+00');
INSERT INTO public.django_migrations VALUES
	(201, 'accounts', '0012_logout_notices', '2026-01-01 00:00:00+00'),
	(202, 'accounts', '0013_used_code_device', '2026-01-01 00:00:00+00'),
	(203, 'accounts', '0014_ask_about_public_clients', '2026-01-01 00:00:00+00'),
	(204, 'analytics', '0001_trending', '2026-01-01 00:00:00+00'),
	(205, 'analytics', '0002_viewed_pairs', '2026-01-01 00:00:00+00'),
	(206, 'audience', '0001_permission', '2026-01-01 00:00:00+00'),
	(207, 'sessions', '0001_initial', '2026-01-01 00:00:00+00'),
	(208, 'people', '0001_initial', '2026-01-01 00:00:00+00'),
	(209, 'people', '0002_move_sessions', '2026-01-01 00:00:00+00'),
	(210, 'people', '0003_second_factors', '2026-01-01 00:00:00+00'),
	(211, 'audit', '0001_initial', '2026-01-01 00:00:00+00'),
	(212, 'audit', '0002_permission', '2026-01-01 00:00:00+00'),
	(213, 'audit', '0003_factors_and_clients', '2026-01-01 00:00:00+00'),
	(214, 'audit', '0004_key_actions', '2026-01-01 00:00:00+00'),
	(215, 'audit', '0005_actions_of_keys', '2026-01-01 00:00:00+00'),
	(216, 'taggit', '0002_auto_20150616_2121', '2026-01-01 00:00:00+00'),
	(217, 'taggit', '0003_taggeditem_add_unique_index', '2026-01-01 00:00:00+00'),
	(218, 'taggit', '0004_alter_taggeditem_content_type_alter_taggeditem_tag', '2026-01-01 00:00:00+00'),
	(219, 'taggit', '0005_auto_20220424_2025', '2026-01-01 00:00:00+00'),
	(220, 'taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx', '2026-01-01 00:00:00+00'),
	(221, 'media', '0001_initial', '2026-01-01 00:00:00+00'),
	(222, 'vendors', '0001_initial', '2026-01-01 00:00:00+00'),
	(223, 'vendors', '0002_slug_made_from_the_name', '2026-01-01 00:00:00+00'),
	(224, 'media', '0002_file_addresses', '2026-01-01 00:00:00+00'),
	(225, 'vendors', '0003_indexes_for_orders', '2026-01-01 00:00:00+00'),
	(226, 'taxonomy', '0001_initial', '2026-01-01 00:00:00+00'),
	(227, 'taxonomy', '0002_slugs_made_from_the_name', '2026-01-01 00:00:00+00'),
	(228, 'taxonomy', '0003_indexes_for_orders', '2026-01-01 00:00:00+00'),
	(229, 'solutions', '0001_initial', '2026-01-01 00:00:00+00'),
	(230, 'solutions', '0002_initial', '2026-01-01 00:00:00+00'),
	(231, 'solutions', '0003_indexes_for_orders', '2026-01-01 00:00:00+00'),
	(232, 'media', '0003_oriented_sizes', '2026-01-01 00:00:00+00'),
	(233, 'solutions', '0004_name_key', '2026-01-01 00:00:00+00'),
	(234, 'media', '0004_placeholder', '2026-01-01 00:00:00+00'),
	(235, 'media', '0005_credit', '2026-01-01 00:00:00+00'),
	(236, 'vendors', '0004_texts_by_language', '2026-01-01 00:00:00+00'),
	(237, 'vendors', '0005_indexes_by_language', '2026-01-01 00:00:00+00'),
	(238, 'relevance', '0001_synonyms_and_pins', '2026-01-01 00:00:00+00'),
	(239, 'relevance', '0002_search_counts', '2026-01-01 00:00:00+00'),
	(240, 'vendors', '0006_pinned_vendors', '2026-01-01 00:00:00+00'),
	(241, 'content_api', '0003_structure_version', '2026-01-01 00:00:00+00'),
	(242, 'content_api', '0004_page_orders', '2026-01-01 00:00:00+00'),
	(243, 'content_api', '0005_table_versions', '2026-01-01 00:00:00+00'),
	(244, 'content_api', '0006_search_rules', '2026-01-01 00:00:00+00'),
	(245, 'content_api', '0007_pinned_vendors', '2026-01-01 00:00:00+00'),
	(246, 'content_api', '0008_link_changes', '2026-01-01 00:00:00+00'),
	(247, 'content_api', '0009_private_aliases', '2026-01-01 00:00:00+00'),
	(248, 'content_api', '0010_sources_of_aliases', '2026-01-01 00:00:00+00'),
	(249, 'django_tasks_database', '0001_initial', '2026-01-01 00:00:00+00'),
	(250, 'django_tasks_database', '0002_alter_dbtaskresult_options', '2026-01-01 00:00:00+00'),
	(251, 'django_tasks_database', '0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at', '2026-01-01 00:00:00+00'),
	(252, 'django_tasks_database', '0004_dbtaskresult_started_at', '2026-01-01 00:00:00+00'),
	(253, 'django_tasks_database', '0005_alter_dbtaskresult_priority_and_more', '2026-01-01 00:00:00+00'),
	(254, 'django_tasks_database', '0006_alter_dbtaskresult_args_kwargs_and_more', '2026-01-01 00:00:00+00'),
	(255, 'django_tasks_database', '0007_add_separate_results_fields', '2026-01-01 00:00:00+00'),
	(256, 'django_tasks_database', '0008_separate_results_field', '2026-01-01 00:00:00+00'),
	(257, 'django_tasks_database', '0009_remove_results_field', '2026-01-01 00:00:00+00'),
	(258, 'django_tasks_database', '0010_alter_dbtaskresult_status', '2026-01-01 00:00:00+00'),
	(259, 'django_tasks_database', '0011_rename_complete_status', '2026-01-01 00:00:00+00'),
	(260, 'django_tasks_database', '0012_add_separate_exception_fields', '2026-01-01 00:00:00+00'),
	(261, 'django_tasks_database', '0013_separate_exception_fields', '2026-01-01 00:00:00+00'),
	(262, 'django_tasks_database', '0014_remove_dbtaskresult_exception_data', '2026-01-01 00:00:00+00'),
	(263, 'django_tasks_database', '0015_correctly_order_run_after', '2026-01-01 00:00:00+00'),
	(264, 'django_tasks_database', '0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more', '2026-01-01 00:00:00+00'),
	(265, 'django_tasks_database', '0017_dbtaskresult_metadata', '2026-01-01 00:00:00+00'),
	(266, 'django_tasks_database', '0018_rename_succeeded_status', '2026-01-01 00:00:00+00'),
	(267, 'django_tasks_database', '0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more', '2026-01-01 00:00:00+00'),
	(268, 'django_tasks_database', '0020_update_db_task_result_ordering', '2026-01-01 00:00:00+00'),
	(269, 'django_tasks_database', '0021_conditional_partial_index_ordering', '2026-01-01 00:00:00+00'),
	(270, 'events', '0001_initial', '2026-01-01 00:00:00+00'),
	(271, 'events', '0002_initial', '2026-01-01 00:00:00+00'),
	(272, 'events', '0003_moments_within_reach', '2026-01-01 00:00:00+00'),
	(273, 'events', '0004_whole_days', '2026-01-01 00:00:00+00'),
	(274, 'events', '0005_stored_occurrences', '2026-01-01 00:00:00+00'),
	(275, 'events', '0006_fill_occurrences', '2026-01-01 00:00:00+00'),
	(276, 'events', '0007_plain_texts', '2026-01-01 00:00:00+00'),
	(277, 'events', '0008_occurrence_spans', '2026-01-01 00:00:00+00'),
	(278, 'events', '0009_name_event_of_registration', '2026-01-01 00:00:00+00'),
	(279, 'events', '0010_occurrence_next_during', '2026-01-01 00:00:00+00'),
	(280, 'events', '0011_occurrence_next_index', '2026-01-01 00:00:00+00'),
	(281, 'events', '0012_image_labels', '2026-01-01 00:00:00+00'),
	(282, 'events', '0013_keep_registrations', '2026-01-01 00:00:00+00'),
	(283, 'extensions', '0002_job_first_seen', '2026-01-01 00:00:00+00'),
	(284, 'grapple', '0001_initial', '2026-01-01 00:00:00+00'),
	(285, 'grapple', '0002_delete_pagepreview', '2026-01-01 00:00:00+00'),
	(286, 'grapple', '0003_stubmodel', '2026-01-01 00:00:00+00'),
	(287, 'grapple', '0004_delete_stubmodel', '2026-01-01 00:00:00+00'),
	(288, 'importing', '0001_initial', '2026-01-01 00:00:00+00'),
	(289, 'importing', '0002_reasons_by_parts', '2026-01-01 00:00:00+00'),
	(290, 'indexing', '0001_index_state', '2026-01-01 00:00:00+00'),
	(291, 'indexing', '0002_pending_changes', '2026-01-01 00:00:00+00'),
	(292, 'indexing', '0003_layout', '2026-01-01 00:00:00+00'),
	(293, 'links', '0001_initial', '2026-01-01 00:00:00+00'),
	(294, 'media', '0006_image_labels', '2026-01-01 00:00:00+00'),
	(295, 'merging', '0001_merges', '2026-01-01 00:00:00+00'),
	(296, 'merging', '0002_journals_end', '2026-01-01 00:00:00+00'),
	(297, 'operations', '0001_running_processes', '2026-01-01 00:00:00+00'),
	(298, 'pages', '0001_initial', '2026-01-01 00:00:00+00'),
	(299, 'pages', '0002_initial', '2026-01-01 00:00:00+00'),
	(300, 'pages', '0003_menus_and_social_links', '2026-01-01 00:00:00+00');
INSERT INTO public.django_migrations VALUES
	(301, 'pages', '0004_plain_texts', '2026-01-01 00:00:00+00'),
	(302, 'pages', '0005_image_labels', '2026-01-01 00:00:00+00'),
	(303, 'pages', '0006_site_texts_in_languages', '2026-01-01 00:00:00+00'),
	(304, 'people', '0004_proved_emails_and_used_links', '2026-01-01 00:00:00+00'),
	(305, 'people', '0005_consents', '2026-01-01 00:00:00+00'),
	(306, 'publishing', '0002_delivery_subscriber', '2026-01-01 00:00:00+00'),
	(307, 'taxonomy', '0004_plain_texts', '2026-01-01 00:00:00+00'),
	(308, 'solutions', '0005_plain_texts', '2026-01-01 00:00:00+00'),
	(309, 'reviews', '0001_initial', '2026-01-01 00:00:00+00'),
	(310, 'reviews', '0002_initial', '2026-01-01 00:00:00+00'),
	(311, 'reviews', '0003_initial', '2026-01-01 00:00:00+00'),
	(312, 'reviews', '0004_append_only', '2026-01-01 00:00:00+00'),
	(313, 'reviews', '0005_moderation_proposals', '2026-01-01 00:00:00+00'),
	(314, 'reviews', '0006_text_lengths', '2026-01-01 00:00:00+00'),
	(315, 'reviews', '0007_moments_of_the_past', '2026-01-01 00:00:00+00'),
	(316, 'reviews', '0008_judged_version', '2026-01-01 00:00:00+00'),
	(317, 'reviews', '0009_indexes_for_orders', '2026-01-01 00:00:00+00'),
	(318, 'reviews', '0010_reason_of_a_mistake', '2026-01-01 00:00:00+00'),
	(319, 'reviews', '0011_plain_texts', '2026-01-01 00:00:00+00'),
	(320, 'reviews', '0012_name_fields_of_reviews', '2026-01-01 00:00:00+00'),
	(321, 'social_django', '0001_initial', '2026-01-01 00:00:00+00'),
	(322, 'social_django', '0002_add_related_name', '2026-01-01 00:00:00+00'),
	(323, 'social_django', '0003_alter_email_max_length', '2026-01-01 00:00:00+00'),
	(324, 'social_django', '0004_auto_20160423_0400', '2026-01-01 00:00:00+00'),
	(325, 'social_django', '0005_auto_20160727_2333', '2026-01-01 00:00:00+00'),
	(326, 'social_django', '0006_partial', '2026-01-01 00:00:00+00'),
	(327, 'social_django', '0007_code_timestamp', '2026-01-01 00:00:00+00'),
	(328, 'social_django', '0008_partial_timestamp', '2026-01-01 00:00:00+00'),
	(329, 'social_django', '0009_auto_20191118_0520', '2026-01-01 00:00:00+00'),
	(330, 'social_django', '0010_uid_db_index', '2026-01-01 00:00:00+00'),
	(331, 'social_django', '0011_alter_id_fields', '2026-01-01 00:00:00+00'),
	(332, 'social_django', '0012_usersocialauth_extra_data_new', '2026-01-01 00:00:00+00'),
	(333, 'social_django', '0013_migrate_extra_data', '2026-01-01 00:00:00+00'),
	(334, 'social_django', '0014_remove_usersocialauth_extra_data', '2026-01-01 00:00:00+00'),
	(335, 'social_django', '0015_rename_extra_data_new_usersocialauth_extra_data', '2026-01-01 00:00:00+00'),
	(336, 'social_django', '0016_alter_usersocialauth_extra_data', '2026-01-01 00:00:00+00'),
	(337, 'social_django', '0017_usersocialauth_user_social_auth_uid_required', '2026-01-01 00:00:00+00'),
	(338, 'social_django', '0018_usersocialauth_id_key', '2026-01-01 00:00:00+00'),
	(339, 'social_django', '0019_oidc_nonce_lifetime', '2026-01-01 00:00:00+00'),
	(340, 'social_django', '0020_backfill_id_keys', '2026-01-01 00:00:00+00'),
	(341, 'social_django', '0021_repair_twitch_id_keys', '2026-01-01 00:00:00+00'),
	(342, 'social_django', '0022_nonce_timestamp_index', '2026-01-01 00:00:00+00'),
	(343, 'taxonomy', '0005_texts_by_language', '2026-01-01 00:00:00+00'),
	(344, 'taxonomy', '0006_indexes_by_language', '2026-01-01 00:00:00+00'),
	(345, 'solutions', '0006_indexes_for_search', '2026-01-01 00:00:00+00'),
	(346, 'solutions', '0007_facets_of_lists', '2026-01-01 00:00:00+00'),
	(347, 'solutions', '0008_image_labels', '2026-01-01 00:00:00+00'),
	(348, 'taxonomy', '0007_attributes_by_language', '2026-01-01 00:00:00+00'),
	(349, 'vendors', '0007_vendor_claims', '2026-01-01 00:00:00+00'),
	(350, 'vendors', '0008_claim_reasons', '2026-01-01 00:00:00+00'),
	(351, 'wagtailembeds', '0001_initial', '2026-01-01 00:00:00+00'),
	(352, 'wagtailembeds', '0002_add_verbose_names', '2026-01-01 00:00:00+00'),
	(353, 'wagtailembeds', '0003_capitalizeverbose', '2026-01-01 00:00:00+00'),
	(354, 'wagtailembeds', '0004_embed_verbose_name_plural', '2026-01-01 00:00:00+00'),
	(355, 'wagtailembeds', '0005_specify_thumbnail_url_max_length', '2026-01-01 00:00:00+00'),
	(356, 'wagtailembeds', '0006_add_embed_hash', '2026-01-01 00:00:00+00'),
	(357, 'wagtailembeds', '0007_populate_hash', '2026-01-01 00:00:00+00'),
	(358, 'wagtailembeds', '0008_allow_long_urls', '2026-01-01 00:00:00+00'),
	(359, 'wagtailembeds', '0009_embed_cache_until', '2026-01-01 00:00:00+00'),
	(360, 'wagtailredirects', '0001_initial', '2026-01-01 00:00:00+00'),
	(361, 'wagtailredirects', '0002_add_verbose_names', '2026-01-01 00:00:00+00'),
	(362, 'wagtailredirects', '0003_make_site_field_editable', '2026-01-01 00:00:00+00'),
	(363, 'wagtailredirects', '0004_set_unique_on_path_and_site', '2026-01-01 00:00:00+00'),
	(364, 'wagtailredirects', '0005_capitalizeverbose', '2026-01-01 00:00:00+00'),
	(365, 'wagtailredirects', '0006_redirect_increase_max_length', '2026-01-01 00:00:00+00'),
	(366, 'wagtailredirects', '0007_add_autocreate_fields', '2026-01-01 00:00:00+00'),
	(367, 'wagtailredirects', '0008_add_verbose_name_plural', '2026-01-01 00:00:00+00'),
	(368, 'wagtailsearch', '0001_initial', '2026-01-01 00:00:00+00'),
	(369, 'wagtailsearch', '0002_add_verbose_names', '2026-01-01 00:00:00+00'),
	(370, 'wagtailsearch', '0003_remove_editors_pick', '2026-01-01 00:00:00+00'),
	(371, 'wagtailsearch', '0004_querydailyhits_verbose_name_plural', '2026-01-01 00:00:00+00'),
	(372, 'wagtailsearch', '0005_create_indexentry', '2026-01-01 00:00:00+00'),
	(373, 'wagtailsearch', '0006_customise_indexentry', '2026-01-01 00:00:00+00'),
	(374, 'wagtailsearch', '0007_delete_editorspick', '2026-01-01 00:00:00+00'),
	(375, 'wagtailsearch', '0008_remove_query_and_querydailyhits_models', '2026-01-01 00:00:00+00'),
	(376, 'wagtailsearch', '0009_remove_ngram_autocomplete', '2026-01-01 00:00:00+00'),
	(377, 'wagtailsearch', '0010_add_text_fields', '2026-01-01 00:00:00+00'),
	(378, 'wagtailusers', '0001_initial', '2026-01-01 00:00:00+00'),
	(379, 'wagtailusers', '0002_add_verbose_name_on_userprofile', '2026-01-01 00:00:00+00'),
	(380, 'wagtailusers', '0003_add_verbose_names', '2026-01-01 00:00:00+00'),
	(381, 'wagtailusers', '0004_capitalizeverbose', '2026-01-01 00:00:00+00'),
	(382, 'wagtailusers', '0005_make_related_name_wagtail_specific', '2026-01-01 00:00:00+00'),
	(383, 'wagtailusers', '0006_userprofile_prefered_language', '2026-01-01 00:00:00+00'),
	(384, 'wagtailusers', '0007_userprofile_current_time_zone', '2026-01-01 00:00:00+00'),
	(385, 'wagtailusers', '0008_userprofile_avatar', '2026-01-01 00:00:00+00'),
	(386, 'wagtailusers', '0009_userprofile_verbose_name_plural', '2026-01-01 00:00:00+00'),
	(387, 'wagtailusers', '0010_userprofile_updated_comments_notifications', '2026-01-01 00:00:00+00'),
	(388, 'wagtailusers', '0011_userprofile_dismissibles', '2026-01-01 00:00:00+00'),
	(389, 'wagtailusers', '0012_userprofile_theme', '2026-01-01 00:00:00+00'),
	(390, 'wagtailusers', '0013_userprofile_density', '2026-01-01 00:00:00+00'),
	(391, 'wagtailusers', '0014_userprofile_contrast', '2026-01-01 00:00:00+00'),
	(392, 'wagtailusers', '0015_userprofile_keyboard_shortcuts', '2026-01-01 00:00:00+00'),
	(393, 'wagtailimages', '0001_squashed_0021', '2026-01-01 00:00:00+00'),
	(394, 'wagtailcore', '0001_squashed_0016_change_page_url_path_to_text_field', '2026-01-01 00:00:00+00'),
	(395, 'activity', '0001_initial', '2026-01-01 00:00:00+00'),
	(396, 'analytics_postgres', '0001_events_and_hours', '2026-01-01 00:00:00+00'),
	(397, 'analytics_postgres', '0002_days', '2026-01-01 00:00:00+00'),
	(398, 'analytics_postgres', '0003_last_rollup', '2026-01-01 00:00:00+00'),
	(399, 'badges', '0001_initial', '2026-01-01 00:00:00+00'),
	(400, 'bookmarks', '0001_initial', '2026-01-01 00:00:00+00');
INSERT INTO public.django_migrations VALUES
	(401, 'embargo', '0001_initial', '2026-01-01 00:00:00+00'),
	(402, 'ratings_bayesian', '0001_initial', '2026-01-01 00:00:00+00'),
	(403, 'ratings_recommend', '0001_initial', '2026-01-01 00:00:00+00'),
	(404, 'search_postgres', '0001_entries_and_words', '2026-01-01 00:00:00+00'),
	(405, 'search_postgres', '0002_indexes_without_language', '2026-01-01 00:00:00+00'),
	(406, 'spam_screen', '0001_initial', '2026-01-01 00:00:00+00'),
	(407, 'vectors_postgres', '0001_vectors', '2026-01-01 00:00:00+00');
INSERT INTO public.indexing_indexstate VALUES
	('postgres', 3, '2026-01-01 00:00:00+00', 0);
INSERT INTO public.wagtailcore_collection VALUES
	(1, '0001', 1, 0, 'Root');
INSERT INTO public.wagtailcore_groupapprovaltask VALUES
	(2);
INSERT INTO public.wagtailcore_groupapprovaltask_groups VALUES
	(2, 2, 3),
	(3, 2, 4);
INSERT INTO public.wagtailcore_groupcollectionpermission VALUES
	(67, 1, 3, 109),
	(68, 1, 3, 110),
	(69, 1, 3, 113),
	(70, 1, 3, 111),
	(71, 1, 3, 114),
	(72, 1, 3, 115),
	(73, 1, 3, 117),
	(74, 1, 3, 116),
	(75, 1, 4, 109),
	(76, 1, 4, 110),
	(77, 1, 4, 113),
	(78, 1, 4, 114),
	(79, 1, 4, 115),
	(80, 1, 4, 117),
	(81, 1, 6, 109),
	(82, 1, 6, 113),
	(83, 1, 6, 114),
	(84, 1, 6, 117);
INSERT INTO public.wagtailcore_grouppagepermission VALUES
	(41, 3, 1, 69),
	(42, 3, 1, 70),
	(43, 3, 1, 75),
	(44, 3, 1, 74),
	(45, 3, 1, 76),
	(46, 3, 1, 73),
	(47, 4, 1, 69),
	(48, 4, 1, 70),
	(49, 4, 1, 75),
	(50, 4, 1, 74),
	(51, 4, 1, 76);
INSERT INTO public.wagtailcore_locale VALUES
	(1, 'en');
INSERT INTO public.wagtailcore_page VALUES
	(1, '0001', 1, 1, 'Root', 'root', true, false, '/', '', false, '', NULL, NULL, false, 1, NULL, false, NULL, NULL, NULL, NULL, 'Root', NULL, NULL, '00000000-0000-4000-8000-000000000002', 1, NULL, NULL),
	(2, '00010001', 2, 0, 'Welcome to your new Wagtail site!', 'home', true, false, '/home/', '', false, '', NULL, NULL, false, 1, NULL, false, NULL, NULL, NULL, NULL, 'Welcome to your new Wagtail site!', NULL, NULL, '00000000-0000-4000-8000-000000000003', 1, NULL, NULL);
INSERT INTO public.wagtailcore_site VALUES
	(1, 'localhost', 80, true, 2, '');
INSERT INTO public.wagtailcore_task VALUES
	(2, 'Approval by an editor', true, 2);
INSERT INTO public.wagtailcore_workflow VALUES
	(2, 'Editorial approval', true);
INSERT INTO public.wagtailcore_workflowpage VALUES
	(1, 2);
INSERT INTO public.wagtailcore_workflowtask VALUES
	(2, 0, 2, 2);
SELECT pg_catalog.setval('public.accounts_logoutaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_logoutnotice_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_serverkey_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_user_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_user_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_user_user_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.activity_entry_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_postgres_day_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_postgres_event_number', 1, false);
SELECT pg_catalog.setval('public.analytics_postgres_hour_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_trendingentry_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_trendingprogress_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_trendingsnapshot_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_trendingsum_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_viewedday_id_seq', 1, false);
SELECT pg_catalog.setval('public.analytics_viewedpair_id_seq', 1, false);
SELECT pg_catalog.setval('public.audit_event_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 6, true);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 166, true);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 610, true);
SELECT pg_catalog.setval('public.badges_badge_id_seq', 1, false);
SELECT pg_catalog.setval('public.bookmarks_bookmark_id_seq', 1, false);
SELECT pg_catalog.setval('public.content_api_idempotentrequest_id_seq', 1, false);
SELECT pg_catalog.setval('public.content_api_registrationkey_id_seq', 1, false);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 156, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 407, true);
SELECT pg_catalog.setval('public.embargo_embargo_id_seq', 1, false);
SELECT pg_catalog.setval('public.events_event_related_solutions_id_seq', 1, false);
SELECT pg_catalog.setval('public.events_eventoccurrence_id_seq', 1, false);
SELECT pg_catalog.setval('public.events_registration_id_seq', 1, false);
SELECT pg_catalog.setval('public.events_speaker_id_seq', 1, false);
SELECT pg_catalog.setval('public.extensions_brokenmigration_id_seq', 1, false);
SELECT pg_catalog.setval('public.extensions_jobrun_id_seq', 1, false);
SELECT pg_catalog.setval('public.extensions_pluginconfiguration_id_seq', 1, false);
SELECT pg_catalog.setval('public.extensions_pluginswitch_id_seq', 1, false);
SELECT pg_catalog.setval('public.importing_importproblem_id_seq', 1, false);
SELECT pg_catalog.setval('public.importing_importrun_id_seq', 1, false);
SELECT pg_catalog.setval('public.indexing_pendingchange_id_seq', 1, false);
SELECT pg_catalog.setval('public.links_link_id_seq', 1, false);
SELECT pg_catalog.setval('public.links_linkuse_id_seq', 1, false);
SELECT pg_catalog.setval('public.media_document_id_seq', 1, false);
SELECT pg_catalog.setval('public.media_image_id_seq', 1, false);
SELECT pg_catalog.setval('public.media_rendition_id_seq', 1, false);
SELECT pg_catalog.setval('public.merging_merge_id_seq', 1, false);
SELECT pg_catalog.setval('public.oauth2_provider_accesstoken_id_seq', 1, false);
SELECT pg_catalog.setval('public.oauth2_provider_application_id_seq', 1, false);
SELECT pg_catalog.setval('public.oauth2_provider_devicegrant_id_seq', 1, false);
SELECT pg_catalog.setval('public.oauth2_provider_grant_id_seq', 1, false);
SELECT pg_catalog.setval('public.oauth2_provider_idtoken_id_seq', 1, false);
SELECT pg_catalog.setval('public.oauth2_provider_refreshtoken_id_seq', 1, false);
SELECT pg_catalog.setval('public.operations_runningprocess_id_seq', 1, false);
SELECT pg_catalog.setval('public.pages_collectionitem_id_seq', 1, false);
SELECT pg_catalog.setval('public.pages_menu_id_seq', 1, false);
SELECT pg_catalog.setval('public.pages_menuitem_id_seq', 1, false);
SELECT pg_catalog.setval('public.pages_sitesettings_id_seq', 1, false);
SELECT pg_catalog.setval('public.pages_sociallink_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_authenticatorapp_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_consent_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_legaltext_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_passkey_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_provedemail_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_recoverycode_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_rolefactor_id_seq', 1, false);
SELECT pg_catalog.setval('public.publishing_delivery_id_seq', 1, false);
SELECT pg_catalog.setval('public.ratings_bayesian_aggregate_id_seq', 1, false);
SELECT pg_catalog.setval('public.ratings_bayesian_prior_id_seq', 1, false);
SELECT pg_catalog.setval('public.ratings_bayesian_ranksnapshot_id_seq', 1, false);
SELECT pg_catalog.setval('public.ratings_recommend_aggregate_id_seq', 1, false);
SELECT pg_catalog.setval('public.ratings_recommend_ranksnapshot_id_seq', 1, false);
SELECT pg_catalog.setval('public.relevance_pinnedpage_id_seq', 1, false);
SELECT pg_catalog.setval('public.relevance_pinnedsearch_id_seq', 1, false);
SELECT pg_catalog.setval('public.relevance_searchcount_id_seq', 1, false);
SELECT pg_catalog.setval('public.relevance_synonym_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_moderationaction_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_moderationproposal_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_report_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_review_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_reviewversion_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_reviewvote_id_seq', 1, false);
SELECT pg_catalog.setval('public.reviews_vendorreply_id_seq', 1, false);
SELECT pg_catalog.setval('public.search_postgres_entry_id_seq', 1, false);
SELECT pg_catalog.setval('public.simple_translation_simpletranslation_id_seq', 1, false);
SELECT pg_catalog.setval('public.social_auth_association_id_seq', 1, false);
SELECT pg_catalog.setval('public.social_auth_code_id_seq', 1, false);
SELECT pg_catalog.setval('public.social_auth_nonce_id_seq', 1, false);
SELECT pg_catalog.setval('public.social_auth_partial_id_seq', 1, false);
SELECT pg_catalog.setval('public.social_auth_usersocialauth_id_seq', 1, false);
SELECT pg_catalog.setval('public.solutions_alternative_id_seq', 1, false);
SELECT pg_catalog.setval('public.solutions_attributevalue_id_seq', 1, false);
SELECT pg_catalog.setval('public.solutions_galleryimage_id_seq', 1, false);
SELECT pg_catalog.setval('public.solutions_pricingplan_id_seq', 1, false);
SELECT pg_catalog.setval('public.solutions_solution_categories_id_seq', 1, false);
SELECT pg_catalog.setval('public.solutions_solution_use_cases_id_seq', 1, false);
SELECT pg_catalog.setval('public.solutions_taggedsolution_id_seq', 1, false);
SELECT pg_catalog.setval('public.spam_screen_seen_id_seq', 1, false);
SELECT pg_catalog.setval('public.taggit_tag_id_seq', 1, false);
SELECT pg_catalog.setval('public.taggit_taggeditem_id_seq', 1, false);
SELECT pg_catalog.setval('public.taxonomy_attributedefinition_id_seq', 1, false);
SELECT pg_catalog.setval('public.taxonomy_category_id_seq', 1, false);
SELECT pg_catalog.setval('public.taxonomy_tag_id_seq', 1, false);
SELECT pg_catalog.setval('public.taxonomy_usecase_id_seq', 1, false);
SELECT pg_catalog.setval('public.vectors_postgres_vector_id_seq', 1, false);
SELECT pg_catalog.setval('public.vendors_pinnedvendor_id_seq', 1, false);
SELECT pg_catalog.setval('public.vendors_vendor_id_seq', 1, false);
SELECT pg_catalog.setval('public.vendors_vendor_members_id_seq', 1, false);
SELECT pg_catalog.setval('public.vendors_vendorclaim_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailadmin_admin_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailadmin_editingsession_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailadmin_formstate_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_apitoken_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_collection_id_seq', 1, true);
SELECT pg_catalog.setval('public.wagtailcore_collectionviewrestriction_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_collectionviewrestriction_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_comment_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_commentreply_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_groupapprovaltask_groups_id_seq', 3, true);
SELECT pg_catalog.setval('public.wagtailcore_groupcollectionpermission_id_seq', 84, true);
SELECT pg_catalog.setval('public.wagtailcore_grouppagepermission_id_seq', 51, true);
SELECT pg_catalog.setval('public.wagtailcore_groupsitepermission_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_locale_id_seq', 1, true);
SELECT pg_catalog.setval('public.wagtailcore_modellogentry_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_page_id_seq', 2, true);
SELECT pg_catalog.setval('public.wagtailcore_pagelogentry_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_pagerevision_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_pagesubscription_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_pageviewrestriction_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_pageviewrestriction_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_referenceindex_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_site_id_seq', 1, true);
SELECT pg_catalog.setval('public.wagtailcore_task_id_seq', 2, true);
SELECT pg_catalog.setval('public.wagtailcore_taskstate_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_uploadedfile_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_workflow_id_seq', 2, true);
SELECT pg_catalog.setval('public.wagtailcore_workflowstate_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailcore_workflowtask_id_seq', 2, true);
SELECT pg_catalog.setval('public.wagtaildocs_document_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailembeds_embed_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailimages_image_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailimages_rendition_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailredirects_redirect_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailsearch_indexentry_id_seq', 1, false);
SELECT pg_catalog.setval('public.wagtailusers_userprofile_id_seq', 1, false);
ALTER TABLE ONLY public.accounts_logoutaddress
    ADD CONSTRAINT accounts_logoutaddress_client_id_key UNIQUE (client_id);
ALTER TABLE ONLY public.accounts_logoutaddress
    ADD CONSTRAINT accounts_logoutaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_logoutnotice
    ADD CONSTRAINT accounts_logoutnotice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apikey
    ADD CONSTRAINT accounts_serverkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apikey
    ADD CONSTRAINT accounts_serverkey_prefix_key UNIQUE (prefix);
ALTER TABLE ONLY public.accounts_signingkey
    ADD CONSTRAINT accounts_signingkey_pkey PRIMARY KEY (kid);
ALTER TABLE ONLY public.accounts_tokencounter
    ADD CONSTRAINT accounts_tokencounter_pkey PRIMARY KEY (subject);
ALTER TABLE ONLY public.accounts_usedcode
    ADD CONSTRAINT accounts_usedcode_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_group_id_59c0b32f_uniq UNIQUE (user_id, group_id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq UNIQUE (user_id, permission_id);
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_username_key UNIQUE (username);
ALTER TABLE ONLY public.activity_entry
    ADD CONSTRAINT activity_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_postgres_day
    ADD CONSTRAINT analytics_postgres_day_once UNIQUE (kind, subject, path, whole, prop, type, day, value);
ALTER TABLE ONLY public.analytics_postgres_day
    ADD CONSTRAINT analytics_postgres_day_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_postgres_event
    ADD CONSTRAINT analytics_postgres_event_pkey PRIMARY KEY (id, "time");
ALTER TABLE ONLY public.analytics_postgres_hour
    ADD CONSTRAINT analytics_postgres_hour_once UNIQUE (subject, path, kind, hour, type);
ALTER TABLE ONLY public.analytics_postgres_hour
    ADD CONSTRAINT analytics_postgres_hour_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_postgres_progress
    ADD CONSTRAINT analytics_postgres_progress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_trendingentry
    ADD CONSTRAINT analytics_trendingentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_trendingentry
    ADD CONSTRAINT analytics_trendingentry_place UNIQUE (snapshot_id, kind, "window", place);
ALTER TABLE ONLY public.analytics_trendingprogress
    ADD CONSTRAINT analytics_trendingprogress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_trendingsnapshot
    ADD CONSTRAINT analytics_trendingsnapshot_hour_key UNIQUE (hour);
ALTER TABLE ONLY public.analytics_trendingsnapshot
    ADD CONSTRAINT analytics_trendingsnapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_trendingsum
    ADD CONSTRAINT analytics_trendingsum_once UNIQUE (kind, key);
ALTER TABLE ONLY public.analytics_trendingsum
    ADD CONSTRAINT analytics_trendingsum_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_viewedday
    ADD CONSTRAINT analytics_viewedday_once UNIQUE (kind, day);
ALTER TABLE ONLY public.analytics_viewedday
    ADD CONSTRAINT analytics_viewedday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.analytics_viewedpair
    ADD CONSTRAINT analytics_viewedpair_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_event_key UNIQUE (event);
ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.badges_badge
    ADD CONSTRAINT badges_badge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.badges_badge
    ADD CONSTRAINT badges_once UNIQUE (solution_id, kind);
ALTER TABLE ONLY public.bookmarks_bookmark
    ADD CONSTRAINT bookmarks_bookmark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bookmarks_bookmark
    ADD CONSTRAINT bookmarks_once UNIQUE (user_id, solution_id);
ALTER TABLE ONLY public.content_api_idempotentrequest
    ADD CONSTRAINT content_api_idempotentrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.content_api_idempotentrequest
    ADD CONSTRAINT content_api_one_request_per_key UNIQUE (user_id, key);
ALTER TABLE ONLY public.content_api_registrationkey
    ADD CONSTRAINT content_api_registrationkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.content_api_registrationkey
    ADD CONSTRAINT content_api_registrationkey_prefix_key UNIQUE (prefix);
ALTER TABLE ONLY public.content_api_structure
    ADD CONSTRAINT content_api_structure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.content_api_table_change
    ADD CONSTRAINT content_api_table_change_pkey PRIMARY KEY (table_name, xid);
ALTER TABLE ONLY public.content_api_trusteddocument
    ADD CONSTRAINT content_api_trusteddocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.django_tasks_database_dbtaskresult
    ADD CONSTRAINT django_tasks_database_dbtaskresult_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.embargo_embargo
    ADD CONSTRAINT embargo_embargo_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.embargo_embargo
    ADD CONSTRAINT embargo_embargo_solution_id_key UNIQUE (solution_id);
ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.events_event_related_solutions
    ADD CONSTRAINT events_event_related_sol_event_id_solution_id_d565031b_uniq UNIQUE (event_id, solution_id);
ALTER TABLE ONLY public.events_event_related_solutions
    ADD CONSTRAINT events_event_related_solutions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.events_eventindex
    ADD CONSTRAINT events_eventindex_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.events_eventoccurrence
    ADD CONSTRAINT events_eventoccurrence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.events_eventoccurrence
    ADD CONSTRAINT events_one_occurrence_a_start UNIQUE (event_id, starts_at);
ALTER TABLE ONLY public.events_registration
    ADD CONSTRAINT events_registration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.events_speaker
    ADD CONSTRAINT events_speaker_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.extensions_brokenmigration
    ADD CONSTRAINT extensions_brokenmigration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.extensions_brokenmigration
    ADD CONSTRAINT extensions_brokenmigration_plugin_key UNIQUE (plugin);
ALTER TABLE ONLY public.extensions_jobrun
    ADD CONSTRAINT extensions_jobrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.extensions_jobrun
    ADD CONSTRAINT extensions_one_row_per_job UNIQUE (plugin, job);
ALTER TABLE ONLY public.extensions_pluginswitch
    ADD CONSTRAINT extensions_one_switch_per_site UNIQUE NULLS NOT DISTINCT (plugin, site_id);
ALTER TABLE ONLY public.extensions_pluginconfiguration
    ADD CONSTRAINT extensions_pluginconfiguration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.extensions_pluginconfiguration
    ADD CONSTRAINT extensions_pluginconfiguration_plugin_key UNIQUE (plugin);
ALTER TABLE ONLY public.extensions_pluginswitch
    ADD CONSTRAINT extensions_pluginswitch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.importing_importproblem
    ADD CONSTRAINT importing_importproblem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.importing_importrun
    ADD CONSTRAINT importing_importrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indexing_indexstate
    ADD CONSTRAINT indexing_indexstate_pkey PRIMARY KEY (provider);
ALTER TABLE ONLY public.indexing_pendingchange
    ADD CONSTRAINT indexing_pendingchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.links_link
    ADD CONSTRAINT links_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.links_link
    ADD CONSTRAINT links_link_url_key UNIQUE (url);
ALTER TABLE ONLY public.links_linkuse
    ADD CONSTRAINT links_linkuse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.links_linkuse
    ADD CONSTRAINT links_use_once UNIQUE (content_type_id, object_id, link_id);
ALTER TABLE ONLY public.media_document
    ADD CONSTRAINT media_document_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.media_image
    ADD CONSTRAINT media_image_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.media_rendition
    ADD CONSTRAINT media_rendition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.media_rendition
    ADD CONSTRAINT media_rendition_unique UNIQUE (image_id, filter_spec, focal_point_key);
ALTER TABLE ONLY public.merging_merge
    ADD CONSTRAINT merging_merge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_id_token_id_key UNIQUE (id_token_id);
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_source_refresh_token_id_key UNIQUE (source_refresh_token_id);
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_accesstoken_token_checksum_85319a26_uniq UNIQUE (token_checksum);
ALTER TABLE ONLY public.oauth2_provider_application
    ADD CONSTRAINT oauth2_provider_application_client_id_key UNIQUE (client_id);
ALTER TABLE ONLY public.oauth2_provider_application
    ADD CONSTRAINT oauth2_provider_application_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.oauth2_provider_devicegrant
    ADD CONSTRAINT oauth2_provider_devicegrant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.oauth2_provider_devicegrant
    ADD CONSTRAINT oauth2_provider_devicegrant_unique_device_code UNIQUE (device_code);
ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_grant_code_key UNIQUE (code);
ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_grant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idtoken_jti_key UNIQUE (jti);
ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idtoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refresht_token_checksum_revoked_46c81d1d_uniq UNIQUE (token_checksum, revoked);
ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refreshtoken_access_token_id_key UNIQUE (access_token_id);
ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refreshtoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.operations_runningprocess
    ADD CONSTRAINT operations_runningprocess_name_key UNIQUE (name);
ALTER TABLE ONLY public.operations_runningprocess
    ADD CONSTRAINT operations_runningprocess_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pages_collectionitem
    ADD CONSTRAINT pages_collection_item_unique UNIQUE (page_id, solution_id);
ALTER TABLE ONLY public.pages_collection
    ADD CONSTRAINT pages_collection_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.pages_collectionindex
    ADD CONSTRAINT pages_collectionindex_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.pages_collectionitem
    ADD CONSTRAINT pages_collectionitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pages_homepage
    ADD CONSTRAINT pages_homepage_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.pages_menu
    ADD CONSTRAINT pages_menu_handle_unique UNIQUE (handle, locale_id);
ALTER TABLE ONLY public.pages_menu
    ADD CONSTRAINT pages_menu_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pages_menuitem
    ADD CONSTRAINT pages_menuitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pages_sitesettings
    ADD CONSTRAINT pages_sitesettings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pages_sitesettings
    ADD CONSTRAINT pages_sitesettings_site_id_key UNIQUE (site_id);
ALTER TABLE ONLY public.pages_sociallink
    ADD CONSTRAINT pages_sociallink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pages_standardpage
    ADD CONSTRAINT pages_standardpage_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.people_authenticatorapp
    ADD CONSTRAINT people_authenticatorapp_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_authenticatorapp
    ADD CONSTRAINT people_authenticatorapp_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_legaltext
    ADD CONSTRAINT people_legal_text_version UNIQUE (kind, version);
ALTER TABLE ONLY public.people_legaltext
    ADD CONSTRAINT people_legaltext_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_passkey
    ADD CONSTRAINT people_passkey_identifier_key UNIQUE (identifier);
ALTER TABLE ONLY public.people_passkey
    ADD CONSTRAINT people_passkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_provedemail
    ADD CONSTRAINT people_provedemail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_provedemail
    ADD CONSTRAINT people_provedemail_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.people_recoverycode
    ADD CONSTRAINT people_recovery_code UNIQUE (user_id, digest);
ALTER TABLE ONLY public.people_recoverycode
    ADD CONSTRAINT people_recoverycode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_rolefactor
    ADD CONSTRAINT people_rolefactor_group_id_key UNIQUE (group_id);
ALTER TABLE ONLY public.people_rolefactor
    ADD CONSTRAINT people_rolefactor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT people_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.people_usedlink
    ADD CONSTRAINT people_usedlink_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.publishing_delivery
    ADD CONSTRAINT publishing_delivery_once UNIQUE (event_id, subscriber);
ALTER TABLE ONLY public.publishing_delivery
    ADD CONSTRAINT publishing_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.publishing_outboxevent
    ADD CONSTRAINT publishing_outboxevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ratings_bayesian_aggregate
    ADD CONSTRAINT ratings_bayesian_aggregate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ratings_bayesian_aggregate
    ADD CONSTRAINT ratings_bayesian_aggregate_solution_id_key UNIQUE (solution_id);
ALTER TABLE ONLY public.ratings_bayesian_prior
    ADD CONSTRAINT ratings_bayesian_one_prior_per_category UNIQUE NULLS NOT DISTINCT (category);
ALTER TABLE ONLY public.ratings_bayesian_prior
    ADD CONSTRAINT ratings_bayesian_prior_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ratings_bayesian_ranksnapshot
    ADD CONSTRAINT ratings_bayesian_ranksnapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ratings_recommend_aggregate
    ADD CONSTRAINT ratings_recommend_aggregate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ratings_recommend_aggregate
    ADD CONSTRAINT ratings_recommend_aggregate_solution_id_key UNIQUE (solution_id);
ALTER TABLE ONLY public.ratings_recommend_ranksnapshot
    ADD CONSTRAINT ratings_recommend_ranksnapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relevance_pinnedpage
    ADD CONSTRAINT relevance_pinned_once UNIQUE (search_id, page_id);
ALTER TABLE ONLY public.relevance_pinnedpage
    ADD CONSTRAINT relevance_pinnedpage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relevance_pinnedsearch
    ADD CONSTRAINT relevance_pinnedsearch_key_key UNIQUE (key);
ALTER TABLE ONLY public.relevance_pinnedsearch
    ADD CONSTRAINT relevance_pinnedsearch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relevance_searchcount
    ADD CONSTRAINT relevance_search_once UNIQUE (day, text, locale, kinds, hits);
ALTER TABLE ONLY public.relevance_searchcount
    ADD CONSTRAINT relevance_searchcount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relevance_synonym
    ADD CONSTRAINT relevance_synonym_once UNIQUE (key, language);
ALTER TABLE ONLY public.relevance_synonym
    ADD CONSTRAINT relevance_synonym_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_moderationaction
    ADD CONSTRAINT reviews_moderationaction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_moderationproposal
    ADD CONSTRAINT reviews_moderationproposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_moderationproposal
    ADD CONSTRAINT reviews_one_proposal_per_plugin UNIQUE (review_id, plugin);
ALTER TABLE ONLY public.reviews_report
    ADD CONSTRAINT reviews_one_report_per_reader UNIQUE (review_id, reporter_id);
ALTER TABLE ONLY public.reviews_reviewvote
    ADD CONSTRAINT reviews_one_vote_per_reader UNIQUE (review_id, voter_id);
ALTER TABLE ONLY public.reviews_report
    ADD CONSTRAINT reviews_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_reviewversion
    ADD CONSTRAINT reviews_reviewversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_reviewvote
    ADD CONSTRAINT reviews_reviewvote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_vendorreply
    ADD CONSTRAINT reviews_vendorreply_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews_vendorreply
    ADD CONSTRAINT reviews_vendorreply_review_id_key UNIQUE (review_id);
ALTER TABLE ONLY public.reviews_reviewversion
    ADD CONSTRAINT reviews_version_unique UNIQUE (review_id, number);
ALTER TABLE ONLY public.search_postgres_entry
    ADD CONSTRAINT search_postgres_entry_once UNIQUE (kind, key);
ALTER TABLE ONLY public.search_postgres_entry
    ADD CONSTRAINT search_postgres_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.search_postgres_word
    ADD CONSTRAINT search_postgres_word_pkey PRIMARY KEY (word);
ALTER TABLE ONLY public.simple_translation_simpletranslation
    ADD CONSTRAINT simple_translation_simpletranslation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.social_auth_association
    ADD CONSTRAINT social_auth_association_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.social_auth_association
    ADD CONSTRAINT social_auth_association_server_url_handle_078befa2_uniq UNIQUE (server_url, handle);
ALTER TABLE ONLY public.social_auth_code
    ADD CONSTRAINT social_auth_code_email_code_801b2d02_uniq UNIQUE (email, code);
ALTER TABLE ONLY public.social_auth_code
    ADD CONSTRAINT social_auth_code_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.social_auth_nonce
    ADD CONSTRAINT social_auth_nonce_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.social_auth_nonce
    ADD CONSTRAINT social_auth_nonce_server_url_timestamp_salt_f6284463_uniq UNIQUE (server_url, "timestamp", salt);
ALTER TABLE ONLY public.social_auth_partial
    ADD CONSTRAINT social_auth_partial_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.social_auth_usersocialauth
    ADD CONSTRAINT social_auth_usersocialauth_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.social_auth_usersocialauth
    ADD CONSTRAINT social_auth_usersocialauth_provider_uid_e6b5e668_uniq UNIQUE (provider, uid);
ALTER TABLE ONLY public.solutions_alternative
    ADD CONSTRAINT solutions_alternative_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.solutions_alternative
    ADD CONSTRAINT solutions_alternative_unique UNIQUE (page_id, alternative_id);
ALTER TABLE ONLY public.solutions_attributevalue
    ADD CONSTRAINT solutions_attribute_value_unique UNIQUE (page_id, definition_id);
ALTER TABLE ONLY public.solutions_attributevalue
    ADD CONSTRAINT solutions_attributevalue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.solutions_galleryimage
    ADD CONSTRAINT solutions_galleryimage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.solutions_pricingplan
    ADD CONSTRAINT solutions_pricingplan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.solutions_solution_categories
    ADD CONSTRAINT solutions_solution_categ_solution_id_category_id_7e158691_uniq UNIQUE (solution_id, category_id);
ALTER TABLE ONLY public.solutions_solution_categories
    ADD CONSTRAINT solutions_solution_categories_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.solutions_solution
    ADD CONSTRAINT solutions_solution_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.solutions_solution
    ADD CONSTRAINT solutions_solution_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.solutions_solution_use_cases
    ADD CONSTRAINT solutions_solution_use_c_solution_id_usecase_id_88ae538f_uniq UNIQUE (solution_id, usecase_id);
ALTER TABLE ONLY public.solutions_solution_use_cases
    ADD CONSTRAINT solutions_solution_use_cases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.solutions_solutionindex
    ADD CONSTRAINT solutions_solutionindex_pkey PRIMARY KEY (page_ptr_id);
ALTER TABLE ONLY public.solutions_taggedsolution
    ADD CONSTRAINT solutions_tagged_unique UNIQUE (tag_id, content_object_id);
ALTER TABLE ONLY public.solutions_taggedsolution
    ADD CONSTRAINT solutions_taggedsolution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.spam_screen_seen
    ADD CONSTRAINT spam_screen_seen_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.spam_screen_seen
    ADD CONSTRAINT spam_screen_seen_review_key UNIQUE (review);
ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_name_key UNIQUE (name);
ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_content_type_id_object_id_tag_id_4bb97a8e_uni UNIQUE (content_type_id, object_id, tag_id);
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.taxonomy_attributedefinition
    ADD CONSTRAINT taxonomy_attribute_key_unique UNIQUE (category_id, key);
ALTER TABLE ONLY public.taxonomy_attributedefinition
    ADD CONSTRAINT taxonomy_attributedefinition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.taxonomy_category
    ADD CONSTRAINT taxonomy_category_path_key UNIQUE (path);
ALTER TABLE ONLY public.taxonomy_category
    ADD CONSTRAINT taxonomy_category_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.taxonomy_category
    ADD CONSTRAINT taxonomy_category_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.taxonomy_tag
    ADD CONSTRAINT taxonomy_tag_name_key UNIQUE (name);
ALTER TABLE ONLY public.taxonomy_tag
    ADD CONSTRAINT taxonomy_tag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.taxonomy_tag
    ADD CONSTRAINT taxonomy_tag_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.taxonomy_usecase
    ADD CONSTRAINT taxonomy_usecase_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.taxonomy_usecase
    ADD CONSTRAINT taxonomy_usecase_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT unique_permission UNIQUE (group_id, page_id, permission_id);
ALTER TABLE ONLY public.vectors_postgres_vector
    ADD CONSTRAINT vectors_postgres_vector_once UNIQUE (kind, key);
ALTER TABLE ONLY public.vectors_postgres_vector
    ADD CONSTRAINT vectors_postgres_vector_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vendors_pinnedvendor
    ADD CONSTRAINT vendors_pinned_once UNIQUE (search_id, vendor_id);
ALTER TABLE ONLY public.vendors_pinnedvendor
    ADD CONSTRAINT vendors_pinnedvendor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vendors_vendor
    ADD CONSTRAINT vendors_vendor_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.vendors_vendor_members
    ADD CONSTRAINT vendors_vendor_members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vendors_vendor_members
    ADD CONSTRAINT vendors_vendor_members_vendor_id_user_id_b58d7c65_uniq UNIQUE (vendor_id, user_id);
ALTER TABLE ONLY public.vendors_vendor
    ADD CONSTRAINT vendors_vendor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vendors_vendor
    ADD CONSTRAINT vendors_vendor_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.vendors_vendorclaim
    ADD CONSTRAINT vendors_vendorclaim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailadmin_admin
    ADD CONSTRAINT wagtailadmin_admin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailadmin_editingsession
    ADD CONSTRAINT wagtailadmin_editingsession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailadmin_formstate
    ADD CONSTRAINT wagtailadmin_formstate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_apitoken
    ADD CONSTRAINT wagtailcore_apitoken_key_hash_key UNIQUE (key_hash);
ALTER TABLE ONLY public.wagtailcore_apitoken
    ADD CONSTRAINT wagtailcore_apitoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_collection
    ADD CONSTRAINT wagtailcore_collection_path_key UNIQUE (path);
ALTER TABLE ONLY public.wagtailcore_collection
    ADD CONSTRAINT wagtailcore_collection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collectionvi_collectionviewrestrictio_988995ae_uniq UNIQUE (collectionviewrestriction_id, group_id);
ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collectionviewrestriction_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction
    ADD CONSTRAINT wagtailcore_collectionviewrestriction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_commentreply
    ADD CONSTRAINT wagtailcore_commentreply_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapprova_groupapprovaltask_id_gro_bb5ee7eb_uniq UNIQUE (groupapprovaltask_id, group_id);
ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapprovaltask_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_groupapprovaltask
    ADD CONSTRAINT wagtailcore_groupapprovaltask_pkey PRIMARY KEY (task_ptr_id);
ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcollect_group_id_collection_id_p_a21cefe9_uniq UNIQUE (group_id, collection_id, permission_id);
ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcollectionpermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppagepermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsiteper_group_id_site_id_permiss_a58ee30d_uniq UNIQUE (group_id, site_id, permission_id);
ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsitepermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_locale
    ADD CONSTRAINT wagtailcore_locale_language_code_key UNIQUE (language_code);
ALTER TABLE ONLY public.wagtailcore_locale
    ADD CONSTRAINT wagtailcore_locale_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_modellogentry
    ADD CONSTRAINT wagtailcore_modellogentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_path_key UNIQUE (path);
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_translation_key_locale_id_9b041bad_uniq UNIQUE (translation_key, locale_id);
ALTER TABLE ONLY public.wagtailcore_pagelogentry
    ADD CONSTRAINT wagtailcore_pagelogentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_pagerevision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubscription_page_id_user_id_0cef73ed_uniq UNIQUE (page_id, user_id);
ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubscription_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageviewrest_pageviewrestriction_id_g_d23f80bb_uniq UNIQUE (pageviewrestriction_id, group_id);
ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageviewrestriction_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_pageviewrestriction
    ADD CONSTRAINT wagtailcore_pageviewrestriction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenceind_base_content_type_id_obj_9e6ccd6a_uniq UNIQUE (base_content_type_id, object_id, to_content_type_id, to_object_id, content_path_hash);
ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenceindex_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_site
    ADD CONSTRAINT wagtailcore_site_hostname_port_2c626d70_uniq UNIQUE (hostname, port);
ALTER TABLE ONLY public.wagtailcore_site
    ADD CONSTRAINT wagtailcore_site_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_task
    ADD CONSTRAINT wagtailcore_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_uploadedfile
    ADD CONSTRAINT wagtailcore_uploadedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_workflow
    ADD CONSTRAINT wagtailcore_workflow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_workflowcontenttype
    ADD CONSTRAINT wagtailcore_workflowcontenttype_pkey PRIMARY KEY (content_type_id);
ALTER TABLE ONLY public.wagtailcore_workflowpage
    ADD CONSTRAINT wagtailcore_workflowpage_pkey PRIMARY KEY (page_id);
ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflowstate_current_task_state_id_key UNIQUE (current_task_state_id);
ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflowstate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflowtask_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflowtask_workflow_id_task_id_4ec7a62b_uniq UNIQUE (workflow_id, task_id);
ALTER TABLE ONLY public.wagtaildocs_document
    ADD CONSTRAINT wagtaildocs_document_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailembeds_embed
    ADD CONSTRAINT wagtailembeds_embed_hash_c9bd8c9a_uniq UNIQUE (hash);
ALTER TABLE ONLY public.wagtailembeds_embed
    ADD CONSTRAINT wagtailembeds_embed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailimages_image
    ADD CONSTRAINT wagtailimages_image_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailimages_rendition
    ADD CONSTRAINT wagtailimages_rendition_image_id_filter_spec_foc_323c8fe0_uniq UNIQUE (image_id, filter_spec, focal_point_key);
ALTER TABLE ONLY public.wagtailimages_rendition
    ADD CONSTRAINT wagtailimages_rendition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_redirect_old_path_site_id_783622d7_uniq UNIQUE (old_path, site_id);
ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_redirect_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailsearch_indexentry
    ADD CONSTRAINT wagtailsearch_indexentry_content_type_id_object_i_bcd7ba73_uniq UNIQUE (content_type_id, object_id);
ALTER TABLE ONLY public.wagtailsearch_indexentry
    ADD CONSTRAINT wagtailsearch_indexentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailusers_userprofile
    ADD CONSTRAINT wagtailusers_userprofile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wagtailusers_userprofile
    ADD CONSTRAINT wagtailusers_userprofile_user_id_key UNIQUE (user_id);
CREATE UNIQUE INDEX accounts_api_key_name ON public.accounts_apikey USING btree (name) WHERE (replaced_at IS NULL);
CREATE INDEX accounts_apikey_owner_id_2be2fe13 ON public.accounts_apikey USING btree (owner_id);
CREATE INDEX accounts_logoutnotice_address_id_2155f9a9 ON public.accounts_logoutnotice USING btree (address_id);
CREATE INDEX accounts_logoutnotice_due_at_8d2aaeca ON public.accounts_logoutnotice USING btree (due_at);
CREATE INDEX accounts_serverkey_name_9ef2cf73_like ON public.accounts_apikey USING btree (name varchar_pattern_ops);
CREATE INDEX accounts_serverkey_prefix_9e187c20_like ON public.accounts_apikey USING btree (prefix varchar_pattern_ops);
CREATE INDEX accounts_signingkey_kid_c5dab9d7_like ON public.accounts_signingkey USING btree (kid varchar_pattern_ops);
CREATE INDEX accounts_tokencounter_changed_at_621d44fc ON public.accounts_tokencounter USING btree (changed_at);
CREATE INDEX accounts_tokencounter_subject_caff68d8_like ON public.accounts_tokencounter USING btree (subject varchar_pattern_ops);
CREATE INDEX accounts_used_code_device ON public.accounts_usedcode USING btree (device);
CREATE INDEX accounts_usedcode_digest_f8f8b733_like ON public.accounts_usedcode USING btree (digest varchar_pattern_ops);
CREATE UNIQUE INDEX accounts_user_email_ci_unique ON public.accounts_user USING btree (lower((email)::text)) WHERE (NOT ((email)::text = ''::text));
CREATE INDEX accounts_user_groups_group_id_bd11a704 ON public.accounts_user_groups USING btree (group_id);
CREATE INDEX accounts_user_groups_user_id_52b62117 ON public.accounts_user_groups USING btree (user_id);
CREATE INDEX accounts_user_user_permissions_permission_id_113bb443 ON public.accounts_user_user_permissions USING btree (permission_id);
CREATE INDEX accounts_user_user_permissions_user_id_e4f0a161 ON public.accounts_user_user_permissions USING btree (user_id);
CREATE INDEX accounts_user_username_6088629e_like ON public.accounts_user USING btree (username varchar_pattern_ops);
CREATE INDEX activity_entry_happened_at_83ab0f02 ON public.activity_entry USING btree (happened_at);
CREATE INDEX analytics_postgres_day_day ON public.analytics_postgres_day USING btree (day);
CREATE INDEX analytics_postgres_day_type ON public.analytics_postgres_day USING btree (type, prop, whole, day);
CREATE INDEX analytics_postgres_event_number_brin ON ONLY public.analytics_postgres_event USING brin (number) WITH (autosummarize='on');
CREATE INDEX analytics_postgres_event_time_brin ON ONLY public.analytics_postgres_event USING brin ("time") WITH (autosummarize='on');
CREATE INDEX analytics_trendingentry_snapshot_id_dca53671 ON public.analytics_trendingentry USING btree (snapshot_id);
CREATE INDEX analytics_viewedpair_most ON public.analytics_viewedpair USING btree (kind, key, visitors DESC);
CREATE INDEX analytics_viewedpair_viewed_day_id_47b25671 ON public.analytics_viewedpair USING btree (viewed_day_id);
CREATE INDEX audit_event_actor ON public.audit_event USING btree (actor, id) WHERE (actor IS NOT NULL);
CREATE INDEX audit_event_target ON public.audit_event USING btree (target_type, target_key, id);
CREATE INDEX audit_event_time ON public.audit_event USING btree (happened_at);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX badges_badge_solution_id_98345f8d ON public.badges_badge USING btree (solution_id);
CREATE INDEX badges_kind ON public.badges_badge USING btree (kind, solution_id);
CREATE INDEX base_content_object_idx ON public.wagtailcore_revision USING btree (base_content_type_id, object_id);
CREATE INDEX bookmarks_bookmark_solution_id_d141b291 ON public.bookmarks_bookmark USING btree (solution_id);
CREATE INDEX bookmarks_bookmark_user_id_a26bf17c ON public.bookmarks_bookmark USING btree (user_id);
CREATE INDEX content_api_idempotentrequest_created_at_dc421864 ON public.content_api_idempotentrequest USING btree (created_at);
CREATE INDEX content_api_idempotentrequest_user_id_cf049e01 ON public.content_api_idempotentrequest USING btree (user_id);
CREATE INDEX content_api_page_expiry ON public.wagtailcore_page USING btree (expire_at) WHERE (expire_at IS NOT NULL);
CREATE INDEX content_api_page_published_asc ON public.wagtailcore_page USING btree (first_published_at, id);
CREATE INDEX content_api_page_published_desc ON public.wagtailcore_page USING btree (first_published_at DESC NULLS LAST, id);
CREATE INDEX content_api_page_title ON public.wagtailcore_page USING btree (title, id);
CREATE INDEX content_api_page_updated_desc ON public.wagtailcore_page USING btree (last_published_at DESC NULLS LAST, id);
CREATE INDEX content_api_registrationkey_prefix_3b62a889_like ON public.content_api_registrationkey USING btree (prefix varchar_pattern_ops);
CREATE INDEX content_api_trusteddocument_id_c8f93d2e_like ON public.content_api_trusteddocument USING btree (id varchar_pattern_ops);
CREATE INDEX content_api_who_asks_for ON public.content_api_trusteddocument USING gin (coordinates);
CREATE INDEX content_object_idx ON public.wagtailcore_revision USING btree (content_type_id, object_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX django_task_backend_071754_idx ON public.django_tasks_database_dbtaskresult USING btree (backend_name);
CREATE INDEX django_task_queue_n_99c321_idx ON public.django_tasks_database_dbtaskresult USING btree (queue_name);
CREATE INDEX embargo_embargo_until_7ed749f7 ON public.embargo_embargo USING btree (until);
CREATE INDEX events_even_final_e_9ef525_idx ON public.events_event USING btree (final_end_at);
CREATE INDEX events_even_starts__b01102_idx ON public.events_event USING btree (starts_at);
CREATE INDEX events_event_organiser_id_3bd40ec3 ON public.events_event USING btree (organiser_id);
CREATE INDEX events_event_related_solutions_event_id_dd0cf67a ON public.events_event_related_solutions USING btree (event_id);
CREATE INDEX events_event_related_solutions_solution_id_72a497b7 ON public.events_event_related_solutions USING btree (solution_id);
CREATE INDEX events_event_social_image_id_8d5537f0 ON public.events_event USING btree (social_image_id);
CREATE INDEX events_eventindex_social_image_id_4f1f8051 ON public.events_eventindex USING btree (social_image_id);
CREATE INDEX events_occurrence_days ON public.events_eventoccurrence USING btree (first_day, last_day);
CREATE INDEX events_occurrence_end ON public.events_eventoccurrence USING btree (ends_at, starts_at);
CREATE INDEX events_occurrence_next ON public.events_eventoccurrence USING gist (next_during) INCLUDE (event_id, starts_at, ends_at, first_day, last_day, all_day);
CREATE INDEX events_occurrence_of_event ON public.events_eventoccurrence USING btree (event_id, ends_at, starts_at);
CREATE INDEX events_occurrence_span ON public.events_eventoccurrence USING gist (tstzrange(starts_at, GREATEST(starts_at, ends_at), '[]'::text));
CREATE UNIQUE INDEX events_one_live_registration ON public.events_registration USING btree (event_id, lower((email)::text)) WHERE (NOT ((state)::text = 'cancelled'::text));
CREATE INDEX events_registration_event_id_75b6f198 ON public.events_registration USING btree (event_id);
CREATE INDEX events_registration_user_id_2a61b516 ON public.events_registration USING btree (user_id);
CREATE INDEX events_speaker_page_id_0c34a27f ON public.events_speaker USING btree (page_id);
CREATE INDEX events_speaker_photo_id_7b14341a ON public.events_speaker USING btree (photo_id);
CREATE INDEX extensions_brokenmigration_plugin_71ab1ce4_like ON public.extensions_brokenmigration USING btree (plugin varchar_pattern_ops);
CREATE INDEX extensions_pluginconfiguration_changed_by_id_bed60038 ON public.extensions_pluginconfiguration USING btree (changed_by_id);
CREATE INDEX extensions_pluginconfiguration_plugin_3a99cb68_like ON public.extensions_pluginconfiguration USING btree (plugin varchar_pattern_ops);
CREATE INDEX extensions_pluginswitch_changed_by_id_3ad8f2ee ON public.extensions_pluginswitch USING btree (changed_by_id);
CREATE INDEX extensions_pluginswitch_site_id_03913129 ON public.extensions_pluginswitch USING btree (site_id);
CREATE INDEX formstate_user_object ON public.wagtailadmin_formstate USING btree (user_id, content_type_id, object_id, parent_object_id);
CREATE INDEX importing_importproblem_run_id_3746a6a0 ON public.importing_importproblem USING btree (run_id);
CREATE INDEX importing_importrun_file_hash_6b33e715 ON public.importing_importrun USING btree (file_hash);
CREATE INDEX importing_importrun_file_hash_6b33e715_like ON public.importing_importrun USING btree (file_hash varchar_pattern_ops);
CREATE INDEX importing_importrun_started_by_id_2ca3920a ON public.importing_importrun USING btree (started_by_id);
CREATE INDEX indexing_indexstate_provider_6e38b2c3_like ON public.indexing_indexstate USING btree (provider varchar_pattern_ops);
CREATE INDEX indexing_pendingchange_next_attempt_at_abc9d5cc ON public.indexing_pendingchange USING btree (next_attempt_at);
CREATE INDEX links_link_url_7524ebec_like ON public.links_link USING btree (url varchar_pattern_ops);
CREATE INDEX links_linkuse_content_type_id_6feb0222 ON public.links_linkuse USING btree (content_type_id);
CREATE INDEX links_linkuse_link_id_e71b234c ON public.links_linkuse USING btree (link_id);
CREATE INDEX links_next_check ON public.links_link USING btree (next_check_at);
CREATE INDEX media_document_collection_id_ee53c58c ON public.media_document USING btree (collection_id);
CREATE INDEX media_document_uploaded_by_user_id_d260d3f3 ON public.media_document USING btree (uploaded_by_user_id);
CREATE INDEX media_image_collection_id_fb05fee8 ON public.media_image USING btree (collection_id);
CREATE INDEX media_image_created_at_2308dbf0 ON public.media_image USING btree (created_at);
CREATE INDEX media_image_file ON public.media_image USING btree (file);
CREATE INDEX media_image_file_hash_20d29c53 ON public.media_image USING btree (file_hash);
CREATE INDEX media_image_file_hash_20d29c53_like ON public.media_image USING btree (file_hash varchar_pattern_ops);
CREATE INDEX media_image_uploaded_by_user_id_6b4cea30 ON public.media_image USING btree (uploaded_by_user_id);
CREATE INDEX media_rendition_file ON public.media_rendition USING btree (file);
CREATE INDEX media_rendition_filter_spec_e610555e ON public.media_rendition USING btree (filter_spec);
CREATE INDEX media_rendition_filter_spec_e610555e_like ON public.media_rendition USING btree (filter_spec varchar_pattern_ops);
CREATE INDEX media_rendition_image_id_b46cff94 ON public.media_rendition USING btree (image_id);
CREATE INDEX merging_merge_content_type_id_0a818e99 ON public.merging_merge USING btree (content_type_id);
CREATE INDEX merging_merge_done_at_33ecbd77 ON public.merging_merge USING btree (done_at);
CREATE INDEX merging_merge_done_by_id_7e23b6ca ON public.merging_merge USING btree (done_by_id);
CREATE INDEX merging_merge_undone_by_id_a994858d ON public.merging_merge USING btree (undone_by_id);
CREATE INDEX oauth2_prov_token_f_996e8a_idx ON public.oauth2_provider_refreshtoken USING btree (token_family);
CREATE INDEX oauth2_provider_accesstoken_application_id_b22886e1 ON public.oauth2_provider_accesstoken USING btree (application_id);
CREATE INDEX oauth2_provider_accesstoken_token_checksum_85319a26_like ON public.oauth2_provider_accesstoken USING btree (token_checksum varchar_pattern_ops);
CREATE INDEX oauth2_provider_accesstoken_user_id_6e4c9a65 ON public.oauth2_provider_accesstoken USING btree (user_id);
CREATE INDEX oauth2_provider_application_client_id_03f0cc84_like ON public.oauth2_provider_application USING btree (client_id varchar_pattern_ops);
CREATE INDEX oauth2_provider_application_client_secret_53133678 ON public.oauth2_provider_application USING btree (client_secret);
CREATE INDEX oauth2_provider_application_client_secret_53133678_like ON public.oauth2_provider_application USING btree (client_secret varchar_pattern_ops);
CREATE INDEX oauth2_provider_application_user_id_79829054 ON public.oauth2_provider_application USING btree (user_id);
CREATE INDEX oauth2_provider_devicegrant_client_id_229dd06d ON public.oauth2_provider_devicegrant USING btree (client_id);
CREATE INDEX oauth2_provider_devicegrant_client_id_229dd06d_like ON public.oauth2_provider_devicegrant USING btree (client_id varchar_pattern_ops);
CREATE INDEX oauth2_provider_devicegrant_user_id_1cec5156 ON public.oauth2_provider_devicegrant USING btree (user_id);
CREATE INDEX oauth2_provider_grant_application_id_81923564 ON public.oauth2_provider_grant USING btree (application_id);
CREATE INDEX oauth2_provider_grant_code_49ab4ddf_like ON public.oauth2_provider_grant USING btree (code varchar_pattern_ops);
CREATE INDEX oauth2_provider_grant_user_id_e8f62af8 ON public.oauth2_provider_grant USING btree (user_id);
CREATE INDEX oauth2_provider_idtoken_application_id_08c5ff4f ON public.oauth2_provider_idtoken USING btree (application_id);
CREATE INDEX oauth2_provider_idtoken_user_id_dd512b59 ON public.oauth2_provider_idtoken USING btree (user_id);
CREATE INDEX oauth2_provider_refreshtoken_application_id_2d1c311b ON public.oauth2_provider_refreshtoken USING btree (application_id);
CREATE INDEX oauth2_provider_refreshtoken_user_id_da837fce ON public.oauth2_provider_refreshtoken USING btree (user_id);
CREATE UNIQUE INDEX operations_one_scheduler ON public.operations_runningprocess USING btree (role) WHERE ((role)::text = 'scheduler'::text);
CREATE INDEX operations_runningprocess_name_73986714_like ON public.operations_runningprocess USING btree (name varchar_pattern_ops);
CREATE INDEX pages_collection_cover_id_34572d12 ON public.pages_collection USING btree (cover_id);
CREATE INDEX pages_collection_social_image_id_735a4206 ON public.pages_collection USING btree (social_image_id);
CREATE INDEX pages_collectionindex_social_image_id_d7bc2928 ON public.pages_collectionindex USING btree (social_image_id);
CREATE INDEX pages_collectionitem_page_id_60032bde ON public.pages_collectionitem USING btree (page_id);
CREATE INDEX pages_collectionitem_solution_id_5ed2392b ON public.pages_collectionitem USING btree (solution_id);
CREATE INDEX pages_homepage_hero_image_id_b119d33f ON public.pages_homepage USING btree (hero_image_id);
CREATE INDEX pages_homepage_social_image_id_34b6d95e ON public.pages_homepage USING btree (social_image_id);
CREATE INDEX pages_menu_handle_044de094 ON public.pages_menu USING btree (handle);
CREATE INDEX pages_menu_handle_044de094_like ON public.pages_menu USING btree (handle varchar_pattern_ops);
CREATE INDEX pages_menu_locale_id_fef8eaa4 ON public.pages_menu USING btree (locale_id);
CREATE INDEX pages_menuitem_menu_id_b5a683ff ON public.pages_menuitem USING btree (menu_id);
CREATE INDEX pages_menuitem_page_id_cfef1432 ON public.pages_menuitem USING btree (page_id);
CREATE INDEX pages_menuitem_submenu_id_a4e5a6ea ON public.pages_menuitem USING btree (submenu_id);
CREATE INDEX pages_sitesettings_logo_id_ef4fb98b ON public.pages_sitesettings USING btree (logo_id);
CREATE INDEX pages_sitesettings_share_image_id_8a2b76a6 ON public.pages_sitesettings USING btree (share_image_id);
CREATE INDEX pages_sociallink_site_settings_id_6fdc6b97 ON public.pages_sociallink USING btree (site_settings_id);
CREATE INDEX pages_standardpage_social_image_id_afc6cd3b ON public.pages_standardpage USING btree (social_image_id);
CREATE UNIQUE INDEX people_consent_once ON public.people_consent USING btree (user_id, text_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX people_consent_text_id_8f809da5 ON public.people_consent USING btree (text_id);
CREATE INDEX people_consent_user_id_1c4309de ON public.people_consent USING btree (user_id);
CREATE INDEX people_passkey_user_id_09d46509 ON public.people_passkey USING btree (user_id);
CREATE INDEX people_recoverycode_user_id_8b6fc50d ON public.people_recoverycode USING btree (user_id);
CREATE INDEX people_session_expire_date_6a5f72cd ON public.people_session USING btree (expire_date);
CREATE INDEX people_session_session_key_f84fb1a3_like ON public.people_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX people_session_user_id_0ab51a1a ON public.people_session USING btree (user_id);
CREATE INDEX people_usedlink_digest_1772f579_like ON public.people_usedlink USING btree (digest varchar_pattern_ops);
CREATE INDEX publishing_delivery_due ON public.publishing_delivery USING btree (next_attempt_at) WHERE ((NOT dead) AND (delivered_at IS NULL));
CREATE INDEX publishing_delivery_event_id_ccce76be ON public.publishing_delivery USING btree (event_id);
CREATE INDEX publishing_outboxevent_created_at_d865e6bf ON public.publishing_outboxevent USING btree (created_at);
CREATE INDEX ratings_bayesian_best_first ON public.ratings_bayesian_aggregate USING btree (score DESC, lower_bound DESC);
CREATE INDEX ratings_bayesian_ranksnapshot_taken_at_60f9e572 ON public.ratings_bayesian_ranksnapshot USING btree (taken_at);
CREATE INDEX ratings_recommend_best_first ON public.ratings_recommend_aggregate USING btree (score DESC, count DESC);
CREATE INDEX ratings_recommend_ranksnapshot_taken_at_ee942d4b ON public.ratings_recommend_ranksnapshot USING btree (taken_at);
CREATE INDEX referenceindex_source_object ON public.wagtailcore_referenceindex USING btree (base_content_type_id, object_id);
CREATE INDEX referenceindex_target_object ON public.wagtailcore_referenceindex USING btree (to_content_type_id, to_object_id);
CREATE INDEX relevance_pinnedpage_page_id_77525f43 ON public.relevance_pinnedpage USING btree (page_id);
CREATE INDEX relevance_pinnedpage_search_id_4aadd5e0 ON public.relevance_pinnedpage USING btree (search_id);
CREATE INDEX relevance_pinnedsearch_key_3f79a63b_like ON public.relevance_pinnedsearch USING btree (key varchar_pattern_ops);
CREATE INDEX relevance_search_hits ON public.relevance_searchcount USING btree (hits, text);
CREATE INDEX reviews_mod_created_80da58_idx ON public.reviews_moderationaction USING btree (created_at DESC);
CREATE INDEX reviews_moderationaction_review_id_b535932f ON public.reviews_moderationaction USING btree (review_id);
CREATE INDEX reviews_moderationproposal_review_id_a7a35fbc ON public.reviews_moderationproposal USING btree (review_id);
CREATE UNIQUE INDEX reviews_one_live_per_author_and_solution ON public.reviews_review USING btree (author_id, solution_id) WHERE ((state)::text = ANY ((ARRAY['pending'::character varying, 'published'::character varying])::text[]));
CREATE INDEX reviews_rating_asc ON public.reviews_review USING btree (rating, created_at DESC);
CREATE INDEX reviews_rating_desc ON public.reviews_review USING btree (rating, created_at);
CREATE INDEX reviews_report_reporter_id_9a6ec9ab ON public.reviews_report USING btree (reporter_id);
CREATE INDEX reviews_report_review_id_c5613975 ON public.reviews_report USING btree (review_id);
CREATE INDEX reviews_rev_solutio_341163_idx ON public.reviews_review USING btree (solution_id, state, created_at DESC);
CREATE INDEX reviews_review_author_id_ed71e278 ON public.reviews_review USING btree (author_id);
CREATE INDEX reviews_review_created_at_3e4e7d2e ON public.reviews_review USING btree (created_at);
CREATE INDEX reviews_review_external_id_1463293a_like ON public.reviews_review USING btree (external_id varchar_pattern_ops);
CREATE INDEX reviews_review_solution_id_6826e4bb ON public.reviews_review USING btree (solution_id);
CREATE INDEX reviews_review_verified_by_id_20e159b4 ON public.reviews_review USING btree (verified_by_id);
CREATE INDEX reviews_reviewversion_review_id_8a2e4560 ON public.reviews_reviewversion USING btree (review_id);
CREATE INDEX reviews_reviewvote_review_id_0cdb7cab ON public.reviews_reviewvote USING btree (review_id);
CREATE INDEX reviews_reviewvote_voter_id_487e157b ON public.reviews_reviewvote USING btree (voter_id);
CREATE INDEX reviews_vendorreply_author_id_8312cb7d ON public.reviews_vendorreply USING btree (author_id);
CREATE INDEX reviews_vendorreply_vendor_id_f82ce286 ON public.reviews_vendorreply USING btree (vendor_id);
CREATE INDEX search_postgres_everything ON public.search_postgres_entry USING gin (everything);
CREATE INDEX search_postgres_name ON public.search_postgres_entry USING btree (name text_pattern_ops);
CREATE INDEX search_postgres_names ON public.search_postgres_entry USING gin (names);
CREATE INDEX search_postgres_no_locale ON public.search_postgres_entry USING gin (everything) WHERE ((locale)::text = ''::text);
CREATE INDEX search_postgres_no_locale_name ON public.search_postgres_entry USING btree (name text_pattern_ops) WHERE ((locale)::text = ''::text);
CREATE INDEX search_postgres_no_locale_sq ON public.search_postgres_entry USING btree (squeezed) WHERE ((locale)::text = ''::text);
CREATE INDEX search_postgres_squeezed ON public.search_postgres_entry USING btree (squeezed);
CREATE INDEX search_postgres_word_length ON public.search_postgres_word USING btree (length((word)::text));
CREATE INDEX search_postgres_word_word_6c5d2957_like ON public.search_postgres_word USING btree (word varchar_pattern_ops);
CREATE INDEX social_auth_code_code_a2393167 ON public.social_auth_code USING btree (code);
CREATE INDEX social_auth_code_code_a2393167_like ON public.social_auth_code USING btree (code varchar_pattern_ops);
CREATE INDEX social_auth_code_timestamp_176b341f ON public.social_auth_code USING btree ("timestamp");
CREATE INDEX social_auth_nonce_timestamp_bc4d078a ON public.social_auth_nonce USING btree ("timestamp");
CREATE INDEX social_auth_partial_timestamp_50f2119f ON public.social_auth_partial USING btree ("timestamp");
CREATE INDEX social_auth_partial_token_3017fea3 ON public.social_auth_partial USING btree (token);
CREATE INDEX social_auth_partial_token_3017fea3_like ON public.social_auth_partial USING btree (token varchar_pattern_ops);
CREATE INDEX social_auth_usersocialauth_uid_796e51dc ON public.social_auth_usersocialauth USING btree (uid);
CREATE INDEX social_auth_usersocialauth_uid_796e51dc_like ON public.social_auth_usersocialauth USING btree (uid varchar_pattern_ops);
CREATE INDEX social_auth_usersocialauth_user_id_17d28448 ON public.social_auth_usersocialauth USING btree (user_id);
CREATE INDEX solutions_alternative_alternative_id_c9eb3d8c ON public.solutions_alternative USING btree (alternative_id);
CREATE INDEX solutions_alternative_page_id_ddf8a4c1 ON public.solutions_alternative USING btree (page_id);
CREATE INDEX solutions_attributevalue_definition_id_d8e4b1ef ON public.solutions_attributevalue USING btree (definition_id);
CREATE INDEX solutions_attributevalue_page_id_a1d70128 ON public.solutions_attributevalue USING btree (page_id);
CREATE INDEX solutions_columns_of_lists ON public.solutions_solution USING btree (page_ptr_id) INCLUDE (popularity, vendor_id, pricing_model, is_open_source, status, deployment, platforms);
CREATE INDEX solutions_galleryimage_image_id_2d34ddfa ON public.solutions_galleryimage USING btree (image_id);
CREATE INDEX solutions_galleryimage_page_id_4f64efd5 ON public.solutions_galleryimage USING btree (page_id);
CREATE INDEX solutions_launched_desc ON public.solutions_solution USING btree (launched_on DESC NULLS LAST, page_ptr_id);
CREATE INDEX solutions_name_key ON public.solutions_solution USING btree (name_key);
CREATE INDEX solutions_of_category ON public.solutions_solution USING btree (category_id, popularity DESC NULLS LAST, page_ptr_id);
CREATE INDEX solutions_popularity_desc ON public.solutions_solution USING btree (popularity DESC NULLS LAST, page_ptr_id);
CREATE INDEX solutions_pricingplan_page_id_7972b024 ON public.solutions_pricingplan USING btree (page_id);
CREATE INDEX solutions_released_desc ON public.solutions_solution USING btree (last_release_on DESC NULLS LAST, page_ptr_id);
CREATE INDEX solutions_solution_categories_category_id_9217de54 ON public.solutions_solution_categories USING btree (category_id);
CREATE INDEX solutions_solution_categories_solution_id_808c5f22 ON public.solutions_solution_categories USING btree (solution_id);
CREATE INDEX solutions_solution_external_id_31618699_like ON public.solutions_solution USING btree (external_id varchar_pattern_ops);
CREATE INDEX solutions_solution_logo_id_1b159a24 ON public.solutions_solution USING btree (logo_id);
CREATE INDEX solutions_solution_social_image_id_08394681 ON public.solutions_solution USING btree (social_image_id);
CREATE INDEX solutions_solution_use_cases_solution_id_b401645b ON public.solutions_solution_use_cases USING btree (solution_id);
CREATE INDEX solutions_solution_use_cases_usecase_id_7be1ea15 ON public.solutions_solution_use_cases USING btree (usecase_id);
CREATE INDEX solutions_solution_vendor_id_7451c382 ON public.solutions_solution USING btree (vendor_id);
CREATE INDEX solutions_solutionindex_social_image_id_497d8d3d ON public.solutions_solutionindex USING btree (social_image_id);
CREATE INDEX solutions_taggedsolution_tag_id_4beac69d ON public.solutions_taggedsolution USING btree (tag_id);
CREATE INDEX solutions_tags_of_solution ON public.solutions_taggedsolution USING btree (content_object_id, tag_id);
CREATE INDEX solutions_verified_desc ON public.solutions_solution USING btree (verified_at DESC NULLS LAST, page_ptr_id);
CREATE INDEX spam_screen_seen_author_9cc027de ON public.spam_screen_seen USING btree (author);
CREATE INDEX spam_screen_seen_digest_de171777 ON public.spam_screen_seen USING btree (digest);
CREATE INDEX spam_screen_seen_digest_de171777_like ON public.spam_screen_seen USING btree (digest varchar_pattern_ops);
CREATE INDEX spam_screen_seen_written_at_5b24dc3c ON public.spam_screen_seen USING btree (written_at);
CREATE INDEX taggit_tag_name_58eb2ed9_like ON public.taggit_tag USING btree (name varchar_pattern_ops);
CREATE INDEX taggit_tag_slug_6be58b2c_like ON public.taggit_tag USING btree (slug varchar_pattern_ops);
CREATE INDEX taggit_tagg_content_8fc721_idx ON public.taggit_taggeditem USING btree (content_type_id, object_id);
CREATE INDEX taggit_taggeditem_content_type_id_9957a03c ON public.taggit_taggeditem USING btree (content_type_id);
CREATE INDEX taggit_taggeditem_object_id_e2d7d1df ON public.taggit_taggeditem USING btree (object_id);
CREATE INDEX taggit_taggeditem_tag_id_f4f5b767 ON public.taggit_taggeditem USING btree (tag_id);
CREATE INDEX tasks_db_new_ordering_idx ON public.django_tasks_database_dbtaskresult USING btree (status, priority DESC, run_after, enqueued_at) WHERE ((status)::text = 'READY'::text);
CREATE INDEX taxonomy_attributedefinition_category_id_b890abe5 ON public.taxonomy_attributedefinition USING btree (category_id);
CREATE INDEX taxonomy_attributedefinition_key_74f701d3 ON public.taxonomy_attributedefinition USING btree (key);
CREATE INDEX taxonomy_attributedefinition_key_74f701d3_like ON public.taxonomy_attributedefinition USING btree (key varchar_pattern_ops);
CREATE INDEX taxonomy_category_name ON public.taxonomy_category USING btree (name);
CREATE INDEX taxonomy_category_name_de ON public.taxonomy_category USING btree (COALESCE((translations #>> '{de,name}'::text[]), (name)::text));
CREATE INDEX taxonomy_category_path_021e0a15_like ON public.taxonomy_category USING btree (path varchar_pattern_ops);
CREATE INDEX taxonomy_category_slug_6ad40019_like ON public.taxonomy_category USING btree (slug varchar_pattern_ops);
CREATE INDEX taxonomy_tag_name_a994e2c9_like ON public.taxonomy_tag USING btree (name varchar_pattern_ops);
CREATE INDEX taxonomy_tag_name_de ON public.taxonomy_tag USING btree (COALESCE((translations #>> '{de,name}'::text[]), (name)::text));
CREATE INDEX taxonomy_tag_slug_066697e6_like ON public.taxonomy_tag USING btree (slug varchar_pattern_ops);
CREATE INDEX taxonomy_use_case_name ON public.taxonomy_usecase USING btree (name);
CREATE INDEX taxonomy_use_case_name_de ON public.taxonomy_usecase USING btree (COALESCE((translations #>> '{de,name}'::text[]), (name)::text));
CREATE INDEX taxonomy_usecase_slug_215313b5_like ON public.taxonomy_usecase USING btree (slug varchar_pattern_ops);
CREATE UNIQUE INDEX unique_in_progress_workflow ON public.wagtailcore_workflowstate USING btree (base_content_type_id, object_id) WHERE ((status)::text = ANY ((ARRAY['in_progress'::character varying, 'needs_changes'::character varying])::text[]));
CREATE INDEX vendors_claim_expiry ON public.vendors_vendorclaim USING btree (state, expires_at);
CREATE INDEX vendors_founded_asc ON public.vendors_vendor USING btree (founded, id);
CREATE INDEX vendors_founded_desc ON public.vendors_vendor USING btree (founded DESC NULLS LAST, id);
CREATE INDEX vendors_name ON public.vendors_vendor USING btree (name);
CREATE INDEX vendors_name_de ON public.vendors_vendor USING btree (COALESCE((translations #>> '{de,name}'::text[]), (name)::text));
CREATE UNIQUE INDEX vendors_one_automatic_member ON public.vendors_vendorclaim USING btree (vendor_id) WHERE automatic;
CREATE UNIQUE INDEX vendors_one_waiting_claim ON public.vendors_vendorclaim USING btree (vendor_id, claimant_id) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'proven'::character varying])::text[]));
CREATE INDEX vendors_pinnedvendor_search_id_44bb0e9d ON public.vendors_pinnedvendor USING btree (search_id);
CREATE INDEX vendors_pinnedvendor_vendor_id_ba44209e ON public.vendors_pinnedvendor USING btree (vendor_id);
CREATE INDEX vendors_vendor_external_id_1f464836_like ON public.vendors_vendor USING btree (external_id varchar_pattern_ops);
CREATE INDEX vendors_vendor_first_published_at_5ccbf9e3 ON public.vendors_vendor USING btree (first_published_at);
CREATE INDEX vendors_vendor_latest_revision_id_90ee3816 ON public.vendors_vendor USING btree (latest_revision_id);
CREATE INDEX vendors_vendor_live_revision_id_5fd4fd62 ON public.vendors_vendor USING btree (live_revision_id);
CREATE INDEX vendors_vendor_locked_by_id_fc8ad2f1 ON public.vendors_vendor USING btree (locked_by_id);
CREATE INDEX vendors_vendor_logo_id_5d45c5da ON public.vendors_vendor USING btree (logo_id);
CREATE INDEX vendors_vendor_members_user_id_4e6554a4 ON public.vendors_vendor_members USING btree (user_id);
CREATE INDEX vendors_vendor_members_vendor_id_f55e8b82 ON public.vendors_vendor_members USING btree (vendor_id);
CREATE INDEX vendors_vendor_slug_7009fe30_like ON public.vendors_vendor USING btree (slug varchar_pattern_ops);
CREATE INDEX vendors_vendorclaim_claimant_id_e99f6381 ON public.vendors_vendorclaim USING btree (claimant_id);
CREATE INDEX vendors_vendorclaim_decided_by_id_2832a25e ON public.vendors_vendorclaim USING btree (decided_by_id);
CREATE INDEX vendors_vendorclaim_vendor_id_bf7cac5c ON public.vendors_vendorclaim USING btree (vendor_id);
CREATE INDEX wagtailadmi_content_717955_idx ON public.wagtailadmin_editingsession USING btree (content_type_id, object_id);
CREATE INDEX wagtailadmin_editingsession_content_type_id_4df7730e ON public.wagtailadmin_editingsession USING btree (content_type_id);
CREATE INDEX wagtailadmin_editingsession_user_id_6e1a9b70 ON public.wagtailadmin_editingsession USING btree (user_id);
CREATE INDEX wagtailadmin_formstate_content_type_id_e32438b3 ON public.wagtailadmin_formstate USING btree (content_type_id);
CREATE INDEX wagtailadmin_formstate_user_id_b910adc2 ON public.wagtailadmin_formstate USING btree (user_id);
CREATE INDEX wagtailcore_apitoken_key_hash_65979b78_like ON public.wagtailcore_apitoken USING btree (key_hash varchar_pattern_ops);
CREATE INDEX wagtailcore_apitoken_user_id_49b1141b ON public.wagtailcore_apitoken USING btree (user_id);
CREATE INDEX wagtailcore_collection_path_d848dc19_like ON public.wagtailcore_collection USING btree (path varchar_pattern_ops);
CREATE INDEX wagtailcore_collectionview_collectionviewrestriction__47320efd ON public.wagtailcore_collectionviewrestriction_groups USING btree (collectionviewrestriction_id);
CREATE INDEX wagtailcore_collectionviewrestriction_collection_id_761908ec ON public.wagtailcore_collectionviewrestriction USING btree (collection_id);
CREATE INDEX wagtailcore_collectionviewrestriction_groups_group_id_1823f2a3 ON public.wagtailcore_collectionviewrestriction_groups USING btree (group_id);
CREATE INDEX wagtailcore_comment_page_id_108444b5 ON public.wagtailcore_comment USING btree (page_id);
CREATE INDEX wagtailcore_comment_resolved_by_id_a282aa0e ON public.wagtailcore_comment USING btree (resolved_by_id);
CREATE INDEX wagtailcore_comment_revision_created_id_1d058279 ON public.wagtailcore_comment USING btree (revision_created_id);
CREATE INDEX wagtailcore_comment_user_id_0c577ca6 ON public.wagtailcore_comment USING btree (user_id);
CREATE INDEX wagtailcore_commentreply_comment_id_afc7e027 ON public.wagtailcore_commentreply USING btree (comment_id);
CREATE INDEX wagtailcore_commentreply_user_id_d0b3b9c3 ON public.wagtailcore_commentreply USING btree (user_id);
CREATE INDEX wagtailcore_groupapprovalt_groupapprovaltask_id_9a9255ea ON public.wagtailcore_groupapprovaltask_groups USING btree (groupapprovaltask_id);
CREATE INDEX wagtailcore_groupapprovaltask_groups_group_id_2e64b61f ON public.wagtailcore_groupapprovaltask_groups USING btree (group_id);
CREATE INDEX wagtailcore_groupcollectionpermission_collection_id_5423575a ON public.wagtailcore_groupcollectionpermission USING btree (collection_id);
CREATE INDEX wagtailcore_groupcollectionpermission_group_id_05d61460 ON public.wagtailcore_groupcollectionpermission USING btree (group_id);
CREATE INDEX wagtailcore_groupcollectionpermission_permission_id_1b626275 ON public.wagtailcore_groupcollectionpermission USING btree (permission_id);
CREATE INDEX wagtailcore_grouppagepermission_group_id_fc07e671 ON public.wagtailcore_grouppagepermission USING btree (group_id);
CREATE INDEX wagtailcore_grouppagepermission_page_id_710b114a ON public.wagtailcore_grouppagepermission USING btree (page_id);
CREATE INDEX wagtailcore_grouppagepermission_permission_id_05acb22e ON public.wagtailcore_grouppagepermission USING btree (permission_id);
CREATE INDEX wagtailcore_groupsitepermission_group_id_e5cdbee4 ON public.wagtailcore_groupsitepermission USING btree (group_id);
CREATE INDEX wagtailcore_groupsitepermission_permission_id_459b1f38 ON public.wagtailcore_groupsitepermission USING btree (permission_id);
CREATE INDEX wagtailcore_groupsitepermission_site_id_245de488 ON public.wagtailcore_groupsitepermission USING btree (site_id);
CREATE INDEX wagtailcore_locale_language_code_03149338_like ON public.wagtailcore_locale USING btree (language_code varchar_pattern_ops);
CREATE INDEX wagtailcore_modellogentry_action_d2d856ee ON public.wagtailcore_modellogentry USING btree (action);
CREATE INDEX wagtailcore_modellogentry_action_d2d856ee_like ON public.wagtailcore_modellogentry USING btree (action varchar_pattern_ops);
CREATE INDEX wagtailcore_modellogentry_content_changed_8bc39742 ON public.wagtailcore_modellogentry USING btree (content_changed);
CREATE INDEX wagtailcore_modellogentry_content_type_id_68849e77 ON public.wagtailcore_modellogentry USING btree (content_type_id);
CREATE INDEX wagtailcore_modellogentry_object_id_e0e7d4ef ON public.wagtailcore_modellogentry USING btree (object_id);
CREATE INDEX wagtailcore_modellogentry_object_id_e0e7d4ef_like ON public.wagtailcore_modellogentry USING btree (object_id varchar_pattern_ops);
CREATE INDEX wagtailcore_modellogentry_revision_id_df6ca33a ON public.wagtailcore_modellogentry USING btree (revision_id);
CREATE INDEX wagtailcore_modellogentry_timestamp_9694521b ON public.wagtailcore_modellogentry USING btree ("timestamp");
CREATE INDEX wagtailcore_modellogentry_user_id_0278d1bf ON public.wagtailcore_modellogentry USING btree (user_id);
CREATE INDEX wagtailcore_page_alias_of_id_12945502 ON public.wagtailcore_page USING btree (alias_of_id);
CREATE INDEX wagtailcore_page_content_type_id_c28424df ON public.wagtailcore_page USING btree (content_type_id);
CREATE INDEX wagtailcore_page_first_published_at_2b5dd637 ON public.wagtailcore_page USING btree (first_published_at);
CREATE INDEX wagtailcore_page_latest_revision_id_e60fef51 ON public.wagtailcore_page USING btree (latest_revision_id);
CREATE INDEX wagtailcore_page_live_revision_id_930bd822 ON public.wagtailcore_page USING btree (live_revision_id);
CREATE INDEX wagtailcore_page_locale_id_3c7e30a6 ON public.wagtailcore_page USING btree (locale_id);
CREATE INDEX wagtailcore_page_locked_by_id_bcb86245 ON public.wagtailcore_page USING btree (locked_by_id);
CREATE INDEX wagtailcore_page_owner_id_fbf7c332 ON public.wagtailcore_page USING btree (owner_id);
CREATE INDEX wagtailcore_page_path_98eba2c8_like ON public.wagtailcore_page USING btree (path varchar_pattern_ops);
CREATE INDEX wagtailcore_page_slug_e7c11b8f ON public.wagtailcore_page USING btree (slug);
CREATE INDEX wagtailcore_page_slug_e7c11b8f_like ON public.wagtailcore_page USING btree (slug varchar_pattern_ops);
CREATE INDEX wagtailcore_pagelogentry_action_c2408198 ON public.wagtailcore_pagelogentry USING btree (action);
CREATE INDEX wagtailcore_pagelogentry_action_c2408198_like ON public.wagtailcore_pagelogentry USING btree (action varchar_pattern_ops);
CREATE INDEX wagtailcore_pagelogentry_content_changed_99f27ade ON public.wagtailcore_pagelogentry USING btree (content_changed);
CREATE INDEX wagtailcore_pagelogentry_content_type_id_74e7708a ON public.wagtailcore_pagelogentry USING btree (content_type_id);
CREATE INDEX wagtailcore_pagelogentry_page_id_8464e327 ON public.wagtailcore_pagelogentry USING btree (page_id);
CREATE INDEX wagtailcore_pagelogentry_revision_id_8043d103 ON public.wagtailcore_pagelogentry USING btree (revision_id);
CREATE INDEX wagtailcore_pagelogentry_timestamp_deb774c4 ON public.wagtailcore_pagelogentry USING btree ("timestamp");
CREATE INDEX wagtailcore_pagelogentry_user_id_604ccfd8 ON public.wagtailcore_pagelogentry USING btree (user_id);
CREATE INDEX wagtailcore_pagerevision_approved_go_live_at_e56afc67 ON public.wagtailcore_revision USING btree (approved_go_live_at);
CREATE INDEX wagtailcore_pagerevision_created_at_66954e3b ON public.wagtailcore_revision USING btree (created_at);
CREATE INDEX wagtailcore_pagerevision_user_id_2409d2f4 ON public.wagtailcore_revision USING btree (user_id);
CREATE INDEX wagtailcore_pagesubscription_page_id_a085e7a6 ON public.wagtailcore_pagesubscription USING btree (page_id);
CREATE INDEX wagtailcore_pagesubscription_user_id_89d7def9 ON public.wagtailcore_pagesubscription USING btree (user_id);
CREATE INDEX wagtailcore_pageviewrestri_pageviewrestriction_id_f147a99a ON public.wagtailcore_pageviewrestriction_groups USING btree (pageviewrestriction_id);
CREATE INDEX wagtailcore_pageviewrestriction_groups_group_id_6460f223 ON public.wagtailcore_pageviewrestriction_groups USING btree (group_id);
CREATE INDEX wagtailcore_pageviewrestriction_page_id_15a8bea6 ON public.wagtailcore_pageviewrestriction USING btree (page_id);
CREATE INDEX wagtailcore_referenceindex_base_content_type_id_313cf40f ON public.wagtailcore_referenceindex USING btree (base_content_type_id);
CREATE INDEX wagtailcore_referenceindex_content_type_id_766e0336 ON public.wagtailcore_referenceindex USING btree (content_type_id);
CREATE INDEX wagtailcore_referenceindex_to_content_type_id_93690bbd ON public.wagtailcore_referenceindex USING btree (to_content_type_id);
CREATE INDEX wagtailcore_revision_base_content_type_id_5b4ef7bd ON public.wagtailcore_revision USING btree (base_content_type_id);
CREATE INDEX wagtailcore_revision_content_type_id_c8cb69c0 ON public.wagtailcore_revision USING btree (content_type_id);
CREATE INDEX wagtailcore_site_hostname_96b20b46 ON public.wagtailcore_site USING btree (hostname);
CREATE INDEX wagtailcore_site_hostname_96b20b46_like ON public.wagtailcore_site USING btree (hostname varchar_pattern_ops);
CREATE INDEX wagtailcore_site_root_page_id_e02fb95c ON public.wagtailcore_site USING btree (root_page_id);
CREATE INDEX wagtailcore_task_content_type_id_249ab8ba ON public.wagtailcore_task USING btree (content_type_id);
CREATE INDEX wagtailcore_taskstate_content_type_id_0a758fdc ON public.wagtailcore_taskstate USING btree (content_type_id);
CREATE INDEX wagtailcore_taskstate_finished_by_id_13f98229 ON public.wagtailcore_taskstate USING btree (finished_by_id);
CREATE INDEX wagtailcore_taskstate_page_revision_id_9f52c88e ON public.wagtailcore_taskstate USING btree (revision_id);
CREATE INDEX wagtailcore_taskstate_task_id_c3677c34 ON public.wagtailcore_taskstate USING btree (task_id);
CREATE INDEX wagtailcore_taskstate_workflow_state_id_9239a775 ON public.wagtailcore_taskstate USING btree (workflow_state_id);
CREATE INDEX wagtailcore_uploadedfile_for_content_type_id_b0fc87b2 ON public.wagtailcore_uploadedfile USING btree (for_content_type_id);
CREATE INDEX wagtailcore_uploadedfile_uploaded_by_user_id_c7580fe8 ON public.wagtailcore_uploadedfile USING btree (uploaded_by_user_id);
CREATE INDEX wagtailcore_uuid_06a44d_idx ON public.wagtailcore_pagelogentry USING btree (uuid, action, "timestamp" DESC);
CREATE INDEX wagtailcore_uuid_d6363b_idx ON public.wagtailcore_modellogentry USING btree (uuid, action, "timestamp" DESC);
CREATE INDEX wagtailcore_workflowcontenttype_workflow_id_9aad7cd2 ON public.wagtailcore_workflowcontenttype USING btree (workflow_id);
CREATE INDEX wagtailcore_workflowpage_workflow_id_56f56ff6 ON public.wagtailcore_workflowpage USING btree (workflow_id);
CREATE INDEX wagtailcore_workflowstate_base_content_type_id_a30dc576 ON public.wagtailcore_workflowstate USING btree (base_content_type_id);
CREATE INDEX wagtailcore_workflowstate_content_type_id_2bb78ce1 ON public.wagtailcore_workflowstate USING btree (content_type_id);
CREATE INDEX wagtailcore_workflowstate_requested_by_id_4090bca3 ON public.wagtailcore_workflowstate USING btree (requested_by_id);
CREATE INDEX wagtailcore_workflowstate_workflow_id_1f18378f ON public.wagtailcore_workflowstate USING btree (workflow_id);
CREATE INDEX wagtailcore_workflowtask_task_id_ce7716fe ON public.wagtailcore_workflowtask USING btree (task_id);
CREATE INDEX wagtailcore_workflowtask_workflow_id_b9717175 ON public.wagtailcore_workflowtask USING btree (workflow_id);
CREATE INDEX wagtaildocs_document_collection_id_23881625 ON public.wagtaildocs_document USING btree (collection_id);
CREATE INDEX wagtaildocs_document_uploaded_by_user_id_17258b41 ON public.wagtaildocs_document USING btree (uploaded_by_user_id);
CREATE INDEX wagtailembeds_embed_cache_until_26c94bb0 ON public.wagtailembeds_embed USING btree (cache_until);
CREATE INDEX wagtailembeds_embed_hash_c9bd8c9a_like ON public.wagtailembeds_embed USING btree (hash varchar_pattern_ops);
CREATE INDEX wagtailimages_image_collection_id_c2f8af7e ON public.wagtailimages_image USING btree (collection_id);
CREATE INDEX wagtailimages_image_created_at_86fa6cd4 ON public.wagtailimages_image USING btree (created_at);
CREATE INDEX wagtailimages_image_file_hash_fb5bbb23 ON public.wagtailimages_image USING btree (file_hash);
CREATE INDEX wagtailimages_image_file_hash_fb5bbb23_like ON public.wagtailimages_image USING btree (file_hash varchar_pattern_ops);
CREATE INDEX wagtailimages_image_uploaded_by_user_id_5d73dc75 ON public.wagtailimages_image USING btree (uploaded_by_user_id);
CREATE INDEX wagtailimages_rendition_filter_spec_1cba3201 ON public.wagtailimages_rendition USING btree (filter_spec);
CREATE INDEX wagtailimages_rendition_filter_spec_1cba3201_like ON public.wagtailimages_rendition USING btree (filter_spec varchar_pattern_ops);
CREATE INDEX wagtailimages_rendition_image_id_3e1fd774 ON public.wagtailimages_rendition USING btree (image_id);
CREATE INDEX wagtailredirects_redirect_old_path_bb35247b ON public.wagtailredirects_redirect USING btree (old_path);
CREATE INDEX wagtailredirects_redirect_old_path_bb35247b_like ON public.wagtailredirects_redirect USING btree (old_path varchar_pattern_ops);
CREATE INDEX wagtailredirects_redirect_redirect_page_id_b5728a8f ON public.wagtailredirects_redirect USING btree (redirect_page_id);
CREATE INDEX wagtailredirects_redirect_site_id_780a0e1e ON public.wagtailredirects_redirect USING btree (site_id);
CREATE INDEX wagtailsear_autocom_476c89_gin ON public.wagtailsearch_indexentry USING gin (autocomplete);
CREATE INDEX wagtailsear_body_90c85d_gin ON public.wagtailsearch_indexentry USING gin (body);
CREATE INDEX wagtailsear_title_9caae0_gin ON public.wagtailsearch_indexentry USING gin (title);
CREATE INDEX wagtailsearch_indexentry_content_type_id_62ed694f ON public.wagtailsearch_indexentry USING btree (content_type_id);
CREATE INDEX workflowstate_base_ct_id_idx ON public.wagtailcore_workflowstate USING btree (base_content_type_id, object_id);
CREATE INDEX workflowstate_ct_id_idx ON public.wagtailcore_workflowstate USING btree (content_type_id, object_id);
CREATE TRIGGER audit_log AFTER INSERT OR DELETE ON public.accounts_apikey FOR EACH ROW EXECUTE FUNCTION public.audit_api_key();
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE OF is_active, is_superuser, is_staff, password, email, username ON public.accounts_user FOR EACH ROW EXECUTE FUNCTION public.audit_account();
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE ON public.accounts_user_groups FOR EACH ROW EXECUTE FUNCTION public.audit_permission('accounts.user', 'user_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE ON public.accounts_user_user_permissions FOR EACH ROW EXECUTE FUNCTION public.audit_permission('accounts.user', 'user_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE ON public.auth_group_permissions FOR EACH ROW EXECUTE FUNCTION public.audit_permission('auth.group', 'group_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE ON public.oauth2_provider_application FOR EACH ROW EXECUTE FUNCTION public.audit_row('client', 'oauth2_provider.application', 'client_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE OF secret ON public.people_authenticatorapp FOR EACH ROW EXECUTE FUNCTION public.audit_row('factor.app', 'accounts.user', 'user_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE ON public.people_passkey FOR EACH ROW EXECUTE FUNCTION public.audit_row('factor.passkey', 'accounts.user', 'user_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE ON public.people_rolefactor FOR EACH ROW EXECUTE FUNCTION public.audit_row('factor.role', 'auth.group', 'group_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE ON public.wagtailcore_groupcollectionpermission FOR EACH ROW EXECUTE FUNCTION public.audit_permission('auth.group', 'group_id');
CREATE TRIGGER audit_log AFTER INSERT OR DELETE OR UPDATE ON public.wagtailcore_grouppagepermission FOR EACH ROW EXECUTE FUNCTION public.audit_permission('auth.group', 'group_id');
CREATE TRIGGER audit_log AFTER INSERT ON public.wagtailcore_modellogentry REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.audit_model_log();
CREATE TRIGGER audit_log AFTER INSERT ON public.wagtailcore_pagelogentry REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.audit_page_log();
CREATE TRIGGER audit_log_change AFTER UPDATE ON public.accounts_apikey FOR EACH ROW WHEN ((((((((((((old.revoked_at IS DISTINCT FROM new.revoked_at) OR (old.replaced_at IS DISTINCT FROM new.replaced_at)) OR (old.expires_at IS DISTINCT FROM new.expires_at)) OR (old.kinds IS DISTINCT FROM new.kinds)) OR (old.locales IS DISTINCT FROM new.locales)) OR (old.reads_drafts IS DISTINCT FROM new.reads_drafts)) OR (old.owner_id IS DISTINCT FROM new.owner_id)) OR (old.capacity IS DISTINCT FROM new.capacity)) OR (old.restore IS DISTINCT FROM new.restore)) OR (old.passes_visitors IS DISTINCT FROM new.passes_visitors)) OR (old.actions IS DISTINCT FROM new.actions))) EXECUTE FUNCTION public.audit_api_key();
CREATE TRIGGER audit_refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_change();
CREATE TRIGGER audit_refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_link FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_change();
CREATE TRIGGER content_api_links_delete AFTER DELETE ON public.solutions_solution_categories REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('solution_id', 'category_id');
CREATE TRIGGER content_api_links_delete AFTER DELETE ON public.solutions_solution_use_cases REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('solution_id', 'usecase_id');
CREATE TRIGGER content_api_links_delete AFTER DELETE ON public.solutions_taggedsolution REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('content_object_id', 'tag_id');
CREATE TRIGGER content_api_links_insert AFTER INSERT ON public.solutions_solution_categories REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('solution_id', 'category_id');
CREATE TRIGGER content_api_links_insert AFTER INSERT ON public.solutions_solution_use_cases REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('solution_id', 'usecase_id');
CREATE TRIGGER content_api_links_insert AFTER INSERT ON public.solutions_taggedsolution REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('content_object_id', 'tag_id');
CREATE TRIGGER content_api_links_truncate AFTER TRUNCATE ON public.solutions_solution_categories FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_truncated();
CREATE TRIGGER content_api_links_truncate AFTER TRUNCATE ON public.solutions_solution_use_cases FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_truncated();
CREATE TRIGGER content_api_links_truncate AFTER TRUNCATE ON public.solutions_taggedsolution FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_truncated();
CREATE TRIGGER content_api_links_update AFTER UPDATE ON public.solutions_solution_categories REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('solution_id', 'category_id');
CREATE TRIGGER content_api_links_update AFTER UPDATE ON public.solutions_solution_use_cases REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('solution_id', 'usecase_id');
CREATE TRIGGER content_api_links_update AFTER UPDATE ON public.solutions_taggedsolution REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_links_changed('content_object_id', 'tag_id');
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.relevance_pinnedpage REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.relevance_pinnedsearch REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.relevance_synonym REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.vendors_pinnedvendor REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.wagtailcore_collectionviewrestriction REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.wagtailcore_collectionviewrestriction_groups REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.wagtailcore_locale REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.wagtailcore_page REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_pages();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.wagtailcore_pageviewrestriction REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.wagtailcore_pageviewrestriction_groups REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_delete AFTER DELETE ON public.wagtailcore_site REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.relevance_pinnedpage REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.relevance_pinnedsearch REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.relevance_synonym REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.vendors_pinnedvendor REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.wagtailcore_collectionviewrestriction REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.wagtailcore_collectionviewrestriction_groups REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.wagtailcore_locale REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.wagtailcore_page REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_pages();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.wagtailcore_pageviewrestriction REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.wagtailcore_pageviewrestriction_groups REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_insert AFTER INSERT ON public.wagtailcore_site REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.relevance_pinnedpage FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.relevance_pinnedsearch FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.relevance_synonym FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.vendors_pinnedvendor FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.wagtailcore_collectionviewrestriction FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.wagtailcore_collectionviewrestriction_groups FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.wagtailcore_locale FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.wagtailcore_page FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_pages();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.wagtailcore_pageviewrestriction FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.wagtailcore_pageviewrestriction_groups FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_truncate AFTER TRUNCATE ON public.wagtailcore_site FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.relevance_pinnedpage REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.relevance_pinnedsearch REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.relevance_synonym REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.vendors_pinnedvendor REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_collection REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_collections();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_collectionviewrestriction REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_collectionviewrestriction_groups REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_locale REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_page REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_pages();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_pageviewrestriction REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_pageviewrestriction_groups REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_structure_update AFTER UPDATE ON public.wagtailcore_site REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_structure_rows();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.accounts_user FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.accounts_user_groups FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.accounts_user_user_permissions FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.activity_entry FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.analytics_postgres_day FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.analytics_postgres_event FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.analytics_postgres_hour FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.analytics_postgres_progress FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.analytics_trendingentry FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.analytics_trendingsnapshot FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.analytics_viewedpair FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.badges_badge FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.bookmarks_bookmark FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER DELETE OR TRUNCATE ON public.content_api_link_change FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.embargo_embargo FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.events_event FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.events_event_related_solutions FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.events_eventindex FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.events_eventoccurrence FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.events_speaker FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.media_document FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.media_image FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER DELETE OR UPDATE OR TRUNCATE ON public.media_rendition FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_collection FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_collectionindex FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_collectionitem FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_homepage FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_menu FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_menuitem FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_sitesettings FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_sociallink FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pages_standardpage FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.ratings_bayesian_aggregate FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.ratings_bayesian_prior FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.ratings_bayesian_ranksnapshot FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.reviews_review FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.reviews_reviewvote FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.reviews_vendorreply FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.search_postgres_entry FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.search_postgres_word FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_alternative FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_attributevalue FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_galleryimage FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_pricingplan FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_solution FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_solution_categories FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_solution_use_cases FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_solutionindex FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.solutions_taggedsolution FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.spam_screen_seen FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.taggit_tag FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.taggit_taggeditem FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.taxonomy_attributedefinition FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.taxonomy_category FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.taxonomy_tag FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.taxonomy_usecase FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.vectors_postgres_vector FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.vendors_vendor FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.vendors_vendor_members FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.wagtailcore_collection FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.wagtailcore_page FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER content_api_table_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.wagtailredirects_redirect FOR EACH STATEMENT EXECUTE FUNCTION public.content_api_table_changed();
CREATE TRIGGER reviews_moderation_append_only BEFORE DELETE OR UPDATE ON public.reviews_moderationaction FOR EACH ROW EXECUTE FUNCTION public.reviews_refuse_change();
ALTER TABLE ONLY public.accounts_apikey
    ADD CONSTRAINT accounts_apikey_owner_id_2be2fe13_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_logoutaddress
    ADD CONSTRAINT accounts_logoutaddre_client_id_3503a72f_fk_oauth2_pr FOREIGN KEY (client_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_logoutnotice
    ADD CONSTRAINT accounts_logoutnotic_address_id_2155f9a9_fk_accounts_ FOREIGN KEY (address_id) REFERENCES public.accounts_logoutaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_group_id_bd11a704_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_52b62117_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_permission_id_113bb443_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_user_id_e4f0a161_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analytics_trendingentry
    ADD CONSTRAINT analytics_trendingen_snapshot_id_dca53671_fk_analytics FOREIGN KEY (snapshot_id) REFERENCES public.analytics_trendingsnapshot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.analytics_viewedpair
    ADD CONSTRAINT analytics_viewedpair_viewed_day_id_47b25671_fk_analytics FOREIGN KEY (viewed_day_id) REFERENCES public.analytics_viewedday(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.badges_badge
    ADD CONSTRAINT badges_badge_solution_id_98345f8d_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bookmarks_bookmark
    ADD CONSTRAINT bookmarks_bookmark_solution_id_d141b291_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bookmarks_bookmark
    ADD CONSTRAINT bookmarks_bookmark_user_id_a26bf17c_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.content_api_idempotentrequest
    ADD CONSTRAINT content_api_idempote_user_id_cf049e01_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.embargo_embargo
    ADD CONSTRAINT embargo_embargo_solution_id_b87f284a_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_organiser_id_3bd40ec3_fk_vendors_vendor_id FOREIGN KEY (organiser_id) REFERENCES public.vendors_vendor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_page_ptr_id_52a5e1c1_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_event_related_solutions
    ADD CONSTRAINT events_event_related_event_id_dd0cf67a_fk_events_ev FOREIGN KEY (event_id) REFERENCES public.events_event(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_event_related_solutions
    ADD CONSTRAINT events_event_related_solution_id_72a497b7_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_social_image_id_8d5537f0_fk_media_image_id FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_eventindex
    ADD CONSTRAINT events_eventindex_page_ptr_id_cfe2208a_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_eventindex
    ADD CONSTRAINT events_eventindex_social_image_id_4f1f8051_fk_media_image_id FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_eventoccurrence
    ADD CONSTRAINT events_eventoccurren_event_id_bcdba63b_fk_events_ev FOREIGN KEY (event_id) REFERENCES public.events_event(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_registration
    ADD CONSTRAINT events_registration_event_id_75b6f198_fk_events_ev FOREIGN KEY (event_id) REFERENCES public.events_event(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_registration
    ADD CONSTRAINT events_registration_user_id_2a61b516_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_speaker
    ADD CONSTRAINT events_speaker_page_id_0c34a27f_fk_events_event_page_ptr_id FOREIGN KEY (page_id) REFERENCES public.events_event(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_speaker
    ADD CONSTRAINT events_speaker_photo_id_7b14341a_fk_media_image_id FOREIGN KEY (photo_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.extensions_pluginconfiguration
    ADD CONSTRAINT extensions_plugincon_changed_by_id_bed60038_fk_accounts_ FOREIGN KEY (changed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.extensions_pluginswitch
    ADD CONSTRAINT extensions_pluginswi_changed_by_id_3ad8f2ee_fk_accounts_ FOREIGN KEY (changed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.extensions_pluginswitch
    ADD CONSTRAINT extensions_pluginswitch_site_id_03913129_fk_wagtailcore_site_id FOREIGN KEY (site_id) REFERENCES public.wagtailcore_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.importing_importproblem
    ADD CONSTRAINT importing_importprob_run_id_3746a6a0_fk_importing FOREIGN KEY (run_id) REFERENCES public.importing_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.importing_importrun
    ADD CONSTRAINT importing_importrun_started_by_id_2ca3920a_fk_accounts_user_id FOREIGN KEY (started_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.links_linkuse
    ADD CONSTRAINT links_linkuse_content_type_id_6feb0222_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.links_linkuse
    ADD CONSTRAINT links_linkuse_link_id_e71b234c_fk_links_link_id FOREIGN KEY (link_id) REFERENCES public.links_link(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.media_document
    ADD CONSTRAINT media_document_collection_id_ee53c58c_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.media_document
    ADD CONSTRAINT media_document_uploaded_by_user_id_d260d3f3_fk_accounts_user_id FOREIGN KEY (uploaded_by_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.media_image
    ADD CONSTRAINT media_image_collection_id_fb05fee8_fk_wagtailcore_collection_id FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.media_image
    ADD CONSTRAINT media_image_uploaded_by_user_id_6b4cea30_fk_accounts_user_id FOREIGN KEY (uploaded_by_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.media_rendition
    ADD CONSTRAINT media_rendition_image_id_b46cff94_fk_media_image_id FOREIGN KEY (image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.merging_merge
    ADD CONSTRAINT merging_merge_content_type_id_0a818e99_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.merging_merge
    ADD CONSTRAINT merging_merge_done_by_id_7e23b6ca_fk_accounts_user_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.merging_merge
    ADD CONSTRAINT merging_merge_undone_by_id_a994858d_fk_accounts_user_id FOREIGN KEY (undone_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_application_id_b22886e1_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_id_token_id_85db651b_fk_oauth2_pr FOREIGN KEY (id_token_id) REFERENCES public.oauth2_provider_idtoken(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_source_refresh_token_e66fbc72_fk_oauth2_pr FOREIGN KEY (source_refresh_token_id) REFERENCES public.oauth2_provider_refreshtoken(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_accesstoken
    ADD CONSTRAINT oauth2_provider_acce_user_id_6e4c9a65_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_application
    ADD CONSTRAINT oauth2_provider_appl_user_id_79829054_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_devicegrant
    ADD CONSTRAINT oauth2_provider_devi_user_id_1cec5156_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_gran_application_id_81923564_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_grant
    ADD CONSTRAINT oauth2_provider_grant_user_id_e8f62af8_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idto_application_id_08c5ff4f_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_idtoken
    ADD CONSTRAINT oauth2_provider_idtoken_user_id_dd512b59_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refr_access_token_id_775e84e8_fk_oauth2_pr FOREIGN KEY (access_token_id) REFERENCES public.oauth2_provider_accesstoken(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refr_application_id_2d1c311b_fk_oauth2_pr FOREIGN KEY (application_id) REFERENCES public.oauth2_provider_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.oauth2_provider_refreshtoken
    ADD CONSTRAINT oauth2_provider_refr_user_id_da837fce_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_collection
    ADD CONSTRAINT pages_collection_cover_id_34572d12_fk_media_image_id FOREIGN KEY (cover_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_collection
    ADD CONSTRAINT pages_collection_page_ptr_id_71819888_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_collection
    ADD CONSTRAINT pages_collection_social_image_id_735a4206_fk_media_image_id FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_collectionindex
    ADD CONSTRAINT pages_collectioninde_page_ptr_id_b2757239_fk_wagtailco FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_collectionindex
    ADD CONSTRAINT pages_collectioninde_social_image_id_d7bc2928_fk_media_ima FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_collectionitem
    ADD CONSTRAINT pages_collectionitem_page_id_60032bde_fk_pages_col FOREIGN KEY (page_id) REFERENCES public.pages_collection(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_collectionitem
    ADD CONSTRAINT pages_collectionitem_solution_id_5ed2392b_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_homepage
    ADD CONSTRAINT pages_homepage_hero_image_id_b119d33f_fk_media_image_id FOREIGN KEY (hero_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_homepage
    ADD CONSTRAINT pages_homepage_page_ptr_id_5b805d74_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_homepage
    ADD CONSTRAINT pages_homepage_social_image_id_34b6d95e_fk_media_image_id FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_menu
    ADD CONSTRAINT pages_menu_locale_id_fef8eaa4_fk_wagtailcore_locale_id FOREIGN KEY (locale_id) REFERENCES public.wagtailcore_locale(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_menuitem
    ADD CONSTRAINT pages_menuitem_menu_id_b5a683ff_fk_pages_menu_id FOREIGN KEY (menu_id) REFERENCES public.pages_menu(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_menuitem
    ADD CONSTRAINT pages_menuitem_page_id_cfef1432_fk_wagtailcore_page_id FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_menuitem
    ADD CONSTRAINT pages_menuitem_submenu_id_a4e5a6ea_fk_pages_menu_id FOREIGN KEY (submenu_id) REFERENCES public.pages_menu(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_sitesettings
    ADD CONSTRAINT pages_sitesettings_logo_id_ef4fb98b_fk_media_image_id FOREIGN KEY (logo_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_sitesettings
    ADD CONSTRAINT pages_sitesettings_share_image_id_8a2b76a6_fk_media_image_id FOREIGN KEY (share_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_sitesettings
    ADD CONSTRAINT pages_sitesettings_site_id_cbd7f7da_fk_wagtailcore_site_id FOREIGN KEY (site_id) REFERENCES public.wagtailcore_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_sociallink
    ADD CONSTRAINT pages_sociallink_site_settings_id_6fdc6b97_fk_pages_sit FOREIGN KEY (site_settings_id) REFERENCES public.pages_sitesettings(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_standardpage
    ADD CONSTRAINT pages_standardpage_page_ptr_id_8d8149d9_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pages_standardpage
    ADD CONSTRAINT pages_standardpage_social_image_id_afc6cd3b_fk_media_image_id FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_authenticatorapp
    ADD CONSTRAINT people_authenticatorapp_user_id_e536319b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_text_id_8f809da5_fk_people_legaltext_id FOREIGN KEY (text_id) REFERENCES public.people_legaltext(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_user_id_1c4309de_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_passkey
    ADD CONSTRAINT people_passkey_user_id_09d46509_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_provedemail
    ADD CONSTRAINT people_provedemail_user_id_5c595169_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_recoverycode
    ADD CONSTRAINT people_recoverycode_user_id_8b6fc50d_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_rolefactor
    ADD CONSTRAINT people_rolefactor_group_id_4e36013c_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT people_session_user_id_0ab51a1a_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.publishing_delivery
    ADD CONSTRAINT publishing_delivery_event_id_ccce76be_fk_publishin FOREIGN KEY (event_id) REFERENCES public.publishing_outboxevent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.ratings_bayesian_aggregate
    ADD CONSTRAINT ratings_bayesian_agg_solution_id_4eb9ee8d_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.ratings_recommend_aggregate
    ADD CONSTRAINT ratings_recommend_ag_solution_id_254bfddd_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relevance_pinnedpage
    ADD CONSTRAINT relevance_pinnedpage_page_id_77525f43_fk_wagtailcore_page_id FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.relevance_pinnedpage
    ADD CONSTRAINT relevance_pinnedpage_search_id_4aadd5e0_fk_relevance FOREIGN KEY (search_id) REFERENCES public.relevance_pinnedsearch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_moderationproposal
    ADD CONSTRAINT reviews_moderationpr_review_id_a7a35fbc_fk_reviews_r FOREIGN KEY (review_id) REFERENCES public.reviews_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_report
    ADD CONSTRAINT reviews_report_reporter_id_9a6ec9ab_fk_accounts_user_id FOREIGN KEY (reporter_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_report
    ADD CONSTRAINT reviews_report_review_id_c5613975_fk_reviews_review_id FOREIGN KEY (review_id) REFERENCES public.reviews_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_author_id_ed71e278_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_solution_id_6826e4bb_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_review
    ADD CONSTRAINT reviews_review_verified_by_id_20e159b4_fk_accounts_user_id FOREIGN KEY (verified_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewversion
    ADD CONSTRAINT reviews_reviewversion_review_id_8a2e4560_fk_reviews_review_id FOREIGN KEY (review_id) REFERENCES public.reviews_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewvote
    ADD CONSTRAINT reviews_reviewvote_review_id_0cdb7cab_fk_reviews_review_id FOREIGN KEY (review_id) REFERENCES public.reviews_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_reviewvote
    ADD CONSTRAINT reviews_reviewvote_voter_id_487e157b_fk_accounts_user_id FOREIGN KEY (voter_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_vendorreply
    ADD CONSTRAINT reviews_vendorreply_author_id_8312cb7d_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_vendorreply
    ADD CONSTRAINT reviews_vendorreply_review_id_a909e014_fk_reviews_review_id FOREIGN KEY (review_id) REFERENCES public.reviews_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reviews_vendorreply
    ADD CONSTRAINT reviews_vendorreply_vendor_id_f82ce286_fk_vendors_vendor_id FOREIGN KEY (vendor_id) REFERENCES public.vendors_vendor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.social_auth_usersocialauth
    ADD CONSTRAINT social_auth_usersocialauth_user_id_17d28448_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_alternative
    ADD CONSTRAINT solutions_alternativ_alternative_id_c9eb3d8c_fk_solutions FOREIGN KEY (alternative_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_alternative
    ADD CONSTRAINT solutions_alternativ_page_id_ddf8a4c1_fk_solutions FOREIGN KEY (page_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_attributevalue
    ADD CONSTRAINT solutions_attributev_definition_id_d8e4b1ef_fk_taxonomy_ FOREIGN KEY (definition_id) REFERENCES public.taxonomy_attributedefinition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_attributevalue
    ADD CONSTRAINT solutions_attributev_page_id_a1d70128_fk_solutions FOREIGN KEY (page_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_galleryimage
    ADD CONSTRAINT solutions_galleryima_page_id_4f64efd5_fk_solutions FOREIGN KEY (page_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_galleryimage
    ADD CONSTRAINT solutions_galleryimage_image_id_2d34ddfa_fk_media_image_id FOREIGN KEY (image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_pricingplan
    ADD CONSTRAINT solutions_pricingpla_page_id_7972b024_fk_solutions FOREIGN KEY (page_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution_categories
    ADD CONSTRAINT solutions_solution_c_category_id_9217de54_fk_taxonomy_ FOREIGN KEY (category_id) REFERENCES public.taxonomy_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution_categories
    ADD CONSTRAINT solutions_solution_c_solution_id_808c5f22_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution
    ADD CONSTRAINT solutions_solution_category_id_3063b629_fk_taxonomy_category_id FOREIGN KEY (category_id) REFERENCES public.taxonomy_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution
    ADD CONSTRAINT solutions_solution_logo_id_1b159a24_fk_media_image_id FOREIGN KEY (logo_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution
    ADD CONSTRAINT solutions_solution_page_ptr_id_c6938e9e_fk_wagtailcore_page_id FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution
    ADD CONSTRAINT solutions_solution_social_image_id_08394681_fk_media_image_id FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution_use_cases
    ADD CONSTRAINT solutions_solution_u_solution_id_b401645b_fk_solutions FOREIGN KEY (solution_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution_use_cases
    ADD CONSTRAINT solutions_solution_u_usecase_id_7be1ea15_fk_taxonomy_ FOREIGN KEY (usecase_id) REFERENCES public.taxonomy_usecase(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solution
    ADD CONSTRAINT solutions_solution_vendor_id_7451c382_fk_vendors_vendor_id FOREIGN KEY (vendor_id) REFERENCES public.vendors_vendor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solutionindex
    ADD CONSTRAINT solutions_solutionin_page_ptr_id_e1a168d4_fk_wagtailco FOREIGN KEY (page_ptr_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_solutionindex
    ADD CONSTRAINT solutions_solutionin_social_image_id_497d8d3d_fk_media_ima FOREIGN KEY (social_image_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_taggedsolution
    ADD CONSTRAINT solutions_taggedsolu_content_object_id_00dd2000_fk_solutions FOREIGN KEY (content_object_id) REFERENCES public.solutions_solution(page_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.solutions_taggedsolution
    ADD CONSTRAINT solutions_taggedsolution_tag_id_4beac69d_fk_taxonomy_tag_id FOREIGN KEY (tag_id) REFERENCES public.taxonomy_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_content_type_id_9957a03c_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_tag_id_f4f5b767_fk_taggit_tag_id FOREIGN KEY (tag_id) REFERENCES public.taggit_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.taxonomy_attributedefinition
    ADD CONSTRAINT taxonomy_attributede_category_id_b890abe5_fk_taxonomy_ FOREIGN KEY (category_id) REFERENCES public.taxonomy_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_pinnedvendor
    ADD CONSTRAINT vendors_pinnedvendor_search_id_44bb0e9d_fk_relevance FOREIGN KEY (search_id) REFERENCES public.relevance_pinnedsearch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_pinnedvendor
    ADD CONSTRAINT vendors_pinnedvendor_vendor_id_ba44209e_fk_vendors_vendor_id FOREIGN KEY (vendor_id) REFERENCES public.vendors_vendor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendor
    ADD CONSTRAINT vendors_vendor_latest_revision_id_90ee3816_fk_wagtailco FOREIGN KEY (latest_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendor
    ADD CONSTRAINT vendors_vendor_live_revision_id_5fd4fd62_fk_wagtailco FOREIGN KEY (live_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendor
    ADD CONSTRAINT vendors_vendor_locked_by_id_fc8ad2f1_fk_accounts_user_id FOREIGN KEY (locked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendor
    ADD CONSTRAINT vendors_vendor_logo_id_5d45c5da_fk_media_image_id FOREIGN KEY (logo_id) REFERENCES public.media_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendor_members
    ADD CONSTRAINT vendors_vendor_members_user_id_4e6554a4_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendor_members
    ADD CONSTRAINT vendors_vendor_members_vendor_id_f55e8b82_fk_vendors_vendor_id FOREIGN KEY (vendor_id) REFERENCES public.vendors_vendor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendorclaim
    ADD CONSTRAINT vendors_vendorclaim_claimant_id_e99f6381_fk_accounts_user_id FOREIGN KEY (claimant_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendorclaim
    ADD CONSTRAINT vendors_vendorclaim_decided_by_id_2832a25e_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vendors_vendorclaim
    ADD CONSTRAINT vendors_vendorclaim_vendor_id_bf7cac5c_fk_vendors_vendor_id FOREIGN KEY (vendor_id) REFERENCES public.vendors_vendor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailadmin_editingsession
    ADD CONSTRAINT wagtailadmin_editing_content_type_id_4df7730e_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailadmin_editingsession
    ADD CONSTRAINT wagtailadmin_editing_user_id_6e1a9b70_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailadmin_formstate
    ADD CONSTRAINT wagtailadmin_formsta_content_type_id_e32438b3_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailadmin_formstate
    ADD CONSTRAINT wagtailadmin_formstate_user_id_b910adc2_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_apitoken
    ADD CONSTRAINT wagtailcore_apitoken_user_id_49b1141b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction
    ADD CONSTRAINT wagtailcore_collecti_collection_id_761908ec_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collecti_collectionviewrestri_47320efd_fk_wagtailco FOREIGN KEY (collectionviewrestriction_id) REFERENCES public.wagtailcore_collectionviewrestriction(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_collectionviewrestriction_groups
    ADD CONSTRAINT wagtailcore_collecti_group_id_1823f2a3_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_page_id_108444b5_fk_wagtailcore_page_id FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_resolved_by_id_a282aa0e_fk_accounts_user_id FOREIGN KEY (resolved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_revision_created_id_1d058279_fk_wagtailco FOREIGN KEY (revision_created_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_comment
    ADD CONSTRAINT wagtailcore_comment_user_id_0c577ca6_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_commentreply
    ADD CONSTRAINT wagtailcore_commentr_comment_id_afc7e027_fk_wagtailco FOREIGN KEY (comment_id) REFERENCES public.wagtailcore_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_commentreply
    ADD CONSTRAINT wagtailcore_commentreply_user_id_d0b3b9c3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapp_group_id_2e64b61f_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupapprovaltask_groups
    ADD CONSTRAINT wagtailcore_groupapp_groupapprovaltask_id_9a9255ea_fk_wagtailco FOREIGN KEY (groupapprovaltask_id) REFERENCES public.wagtailcore_groupapprovaltask(task_ptr_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupapprovaltask
    ADD CONSTRAINT wagtailcore_groupapp_task_ptr_id_cfe58781_fk_wagtailco FOREIGN KEY (task_ptr_id) REFERENCES public.wagtailcore_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcol_collection_id_5423575a_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcol_group_id_05d61460_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupcollectionpermission
    ADD CONSTRAINT wagtailcore_groupcol_permission_id_1b626275_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppag_group_id_fc07e671_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppag_page_id_710b114a_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_grouppagepermission
    ADD CONSTRAINT wagtailcore_grouppag_permission_id_05acb22e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsit_group_id_e5cdbee4_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsit_permission_id_459b1f38_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_groupsitepermission
    ADD CONSTRAINT wagtailcore_groupsit_site_id_245de488_fk_wagtailco FOREIGN KEY (site_id) REFERENCES public.wagtailcore_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_modellogentry
    ADD CONSTRAINT wagtailcore_modellog_content_type_id_68849e77_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_alias_of_id_12945502_fk_wagtailcore_page_id FOREIGN KEY (alias_of_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_content_type_id_c28424df_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_latest_revision_id_e60fef51_fk_wagtailco FOREIGN KEY (latest_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_live_revision_id_930bd822_fk_wagtailco FOREIGN KEY (live_revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_locale_id_3c7e30a6_fk_wagtailcore_locale_id FOREIGN KEY (locale_id) REFERENCES public.wagtailcore_locale(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_locked_by_id_bcb86245_fk_accounts_user_id FOREIGN KEY (locked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_page
    ADD CONSTRAINT wagtailcore_page_owner_id_fbf7c332_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_pagelogentry
    ADD CONSTRAINT wagtailcore_pageloge_content_type_id_74e7708a_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_pagerevision_user_id_2409d2f4_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubs_page_id_a085e7a6_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_pagesubscription
    ADD CONSTRAINT wagtailcore_pagesubs_user_id_89d7def9_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageview_group_id_6460f223_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_pageviewrestriction
    ADD CONSTRAINT wagtailcore_pageview_page_id_15a8bea6_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_pageviewrestriction_groups
    ADD CONSTRAINT wagtailcore_pageview_pageviewrestriction__f147a99a_fk_wagtailco FOREIGN KEY (pageviewrestriction_id) REFERENCES public.wagtailcore_pageviewrestriction(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenc_base_content_type_id_313cf40f_fk_django_co FOREIGN KEY (base_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenc_content_type_id_766e0336_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_referenceindex
    ADD CONSTRAINT wagtailcore_referenc_to_content_type_id_93690bbd_fk_django_co FOREIGN KEY (to_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_revision_base_content_type_id_5b4ef7bd_fk_django_co FOREIGN KEY (base_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_revision
    ADD CONSTRAINT wagtailcore_revision_content_type_id_c8cb69c0_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_site
    ADD CONSTRAINT wagtailcore_site_root_page_id_e02fb95c_fk_wagtailcore_page_id FOREIGN KEY (root_page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_task
    ADD CONSTRAINT wagtailcore_task_content_type_id_249ab8ba_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstat_content_type_id_0a758fdc_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstat_finished_by_id_13f98229_fk_accounts_ FOREIGN KEY (finished_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstat_revision_id_df25a499_fk_wagtailco FOREIGN KEY (revision_id) REFERENCES public.wagtailcore_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstat_workflow_state_id_9239a775_fk_wagtailco FOREIGN KEY (workflow_state_id) REFERENCES public.wagtailcore_workflowstate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_taskstate
    ADD CONSTRAINT wagtailcore_taskstate_task_id_c3677c34_fk_wagtailcore_task_id FOREIGN KEY (task_id) REFERENCES public.wagtailcore_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_uploadedfile
    ADD CONSTRAINT wagtailcore_uploaded_for_content_type_id_b0fc87b2_fk_django_co FOREIGN KEY (for_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_uploadedfile
    ADD CONSTRAINT wagtailcore_uploaded_uploaded_by_user_id_c7580fe8_fk_accounts_ FOREIGN KEY (uploaded_by_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_base_content_type_id_a30dc576_fk_django_co FOREIGN KEY (base_content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_content_type_id_2bb78ce1_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowcontenttype
    ADD CONSTRAINT wagtailcore_workflow_content_type_id_b261bb37_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_current_task_state_i_3a1a0632_fk_wagtailco FOREIGN KEY (current_task_state_id) REFERENCES public.wagtailcore_taskstate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowpage
    ADD CONSTRAINT wagtailcore_workflow_page_id_81e7bab6_fk_wagtailco FOREIGN KEY (page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_requested_by_id_4090bca3_fk_accounts_ FOREIGN KEY (requested_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflow_task_id_ce7716fe_fk_wagtailco FOREIGN KEY (task_id) REFERENCES public.wagtailcore_task(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowstate
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_1f18378f_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowpage
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_56f56ff6_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowcontenttype
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_9aad7cd2_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailcore_workflowtask
    ADD CONSTRAINT wagtailcore_workflow_workflow_id_b9717175_fk_wagtailco FOREIGN KEY (workflow_id) REFERENCES public.wagtailcore_workflow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtaildocs_document
    ADD CONSTRAINT wagtaildocs_document_collection_id_23881625_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtaildocs_document
    ADD CONSTRAINT wagtaildocs_document_uploaded_by_user_id_17258b41_fk_accounts_ FOREIGN KEY (uploaded_by_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailimages_image
    ADD CONSTRAINT wagtailimages_image_collection_id_c2f8af7e_fk_wagtailco FOREIGN KEY (collection_id) REFERENCES public.wagtailcore_collection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailimages_image
    ADD CONSTRAINT wagtailimages_image_uploaded_by_user_id_5d73dc75_fk_accounts_ FOREIGN KEY (uploaded_by_user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailimages_rendition
    ADD CONSTRAINT wagtailimages_rendit_image_id_3e1fd774_fk_wagtailim FOREIGN KEY (image_id) REFERENCES public.wagtailimages_image(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_red_redirect_page_id_b5728a8f_fk_wagtailco FOREIGN KEY (redirect_page_id) REFERENCES public.wagtailcore_page(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailredirects_redirect
    ADD CONSTRAINT wagtailredirects_red_site_id_780a0e1e_fk_wagtailco FOREIGN KEY (site_id) REFERENCES public.wagtailcore_site(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailsearch_indexentry
    ADD CONSTRAINT wagtailsearch_indexe_content_type_id_62ed694f_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.wagtailusers_userprofile
    ADD CONSTRAINT wagtailusers_userprofile_user_id_59c92331_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
