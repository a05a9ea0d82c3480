-- Only a regional office stands for the units below it, so a change of its type changes who sees what.
DROP TRIGGER facility_announce ON facility;
CREATE TRIGGER facility_announce AFTER INSERT OR DELETE OR UPDATE OF parent_id, type ON facility
  FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
