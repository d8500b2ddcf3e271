--
-- PostgreSQL database dump
--
SET client_encoding = 'UTF8';
CREATE TABLE public.acc (
    id integer NOT NULL,
    method character varying(16) DEFAULT ''::character varying NOT NULL
);
COPY public.acc (id, method, from_tag, to_tag, callid, sip_code, sip_reason, "time", src_user, src_domain, dst_user, dst_domain) FROM stdin;
8	INVITE	22116fA1	22050tB1	1-22116@203.0.113.11	200	tab\tand \\	2026-11-24 10:25:42+00	+12025552001	voip.example.net	+12025551001	203.0.113.21
9	BYE	22125fA1	22052tB1	1-22125@203.0.113.10	200	OK	2026-11-24 10:25:43.25+00	+12025552003	voip.example.net	\N	203.0.113.23
\.

COPY public.version (table_name, table_version) FROM stdin;
acc	5
\.
INSERT INTO public.acc (id, method, from_tag, to_tag, callid, sip_code, sip_reason, "time", src_user, src_domain, dst_user, dst_domain) VALUES (10, 'MESSAGE', 'a', 'b', 'm1@h', '202', 'It''s \fine', '2026-11-24 10:25:44+00', 'alice', 'voip.example.net', 'bob', 'voip.example.net');
