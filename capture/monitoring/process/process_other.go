//go:build !linux

package process

import "segtap/capture/monitoring/exposition"

// writeProcess writes nothing: what other systems tell of a process is not read.
func writeProcess(*exposition.Page) {}
