"""An assessment as a whole, from several pages: begun, copied, deleted, in and out as a file, its edition."""
