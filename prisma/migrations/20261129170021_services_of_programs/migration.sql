CREATE INDEX CONCURRENTLY sale_line_program_idx ON sale_line (program_id) WHERE program_id IS NOT NULL;
