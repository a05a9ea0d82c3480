CREATE CONSTRAINT TRIGGER cost_month AFTER INSERT ON cost FOR EACH ROW EXECUTE FUNCTION require_open_month('incurred_on');
