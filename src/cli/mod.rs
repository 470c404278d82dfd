//! The shell: arguments, terminal, one file per command.
