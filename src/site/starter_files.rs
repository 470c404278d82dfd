/// Every file, below the new folder.
static FILES: &[(&str, &[u8])] = &[];
