package version

import "runtime/debug"

// Release is the version of this source.
const Release = "0.1.0"

// String returns the release, with the commit it was built from when Go knows it.
func String() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return Release + " (" + s.Value[:12] + ")"
		}
	}
	return Release
}
