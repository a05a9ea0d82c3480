-- Signed statements by which a client has proved who it is (RFC 7523). Each is good once, whichever instance it is shown to.
CREATE TABLE used_assertion (
  client_id  uuid           NOT NULL,
  jti        text           NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT used_assertion_pkey PRIMARY KEY (client_id, jti),
  CONSTRAINT used_assertion_client_fkey FOREIGN KEY (client_id) REFERENCES api_client (id)
);
CREATE INDEX used_assertion_expires_idx ON used_assertion (expires_at);
