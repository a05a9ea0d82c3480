-- The reference of a payment names who paid. It is erased with the buyer; nothing else of a posted row ever changes.
DROP TRIGGER payment_append_only ON payment;
CREATE TRIGGER payment_append_only BEFORE DELETE OR TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER payment_unchanged BEFORE UPDATE ON payment FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'reference' IS DISTINCT FROM to_jsonb(NEW) - 'reference' OR NEW.reference IS DISTINCT FROM '***')
  EXECUTE FUNCTION refuse_rewriting();
