// Package show is `segtap config`: every setting with its value and where that comes from, the
// paths of the files, and the JSON Schemas of what may stand in them.
//
// It promises that secrets are masked, that what it prints as TOML is TOML, and that values and
// origins are those that the other commands work with: both come from package config. It
// changes no file.
package show
