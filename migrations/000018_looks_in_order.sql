-- Since when every look of the reconciler has found the job in order. NULL where the last did not, or where there was none.
ALTER TABLE rhumbline.jobs ADD COLUMN in_order_since timestamptz;
