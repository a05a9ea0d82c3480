-- What lists of clients filter by and search. Clients are few; each of these is small.

CREATE INDEX api_client_archived_idx ON api_client (archived, id);
CREATE INDEX api_client_suspended_idx ON api_client (suspended, id);
CREATE INDEX api_client_roles_idx ON api_client USING gin (roles);
CREATE INDEX api_client_search_idx ON api_client USING gin ((name || ' ' || coalesce(organisation, '')) gin_trgm_ops);
