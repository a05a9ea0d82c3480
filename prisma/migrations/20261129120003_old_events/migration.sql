-- Events go with the months of the trail that speak of the same changes, which is never before a year is over.
DROP TRIGGER event_append_only ON event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW WHEN (OLD.at > now() - interval '12 months') EXECUTE FUNCTION refuse_rewriting();
