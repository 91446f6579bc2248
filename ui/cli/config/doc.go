// Package config gives each flag its value: from the command line, else from
// SEGTAP_NAME, else from segtap.toml of the project in the working directory, else
// from the user's own configuration. [Wire] is the one place where that is decided.
//
// It promises that a project's file, which comes with what others wrote, sets
// nothing but what [ProjectSettings] lists and colours of its themes, and that the
// files it names are read from within the project only. It knows the settings by the flags of the program,
// and never what they mean.
package config
