//go:build !linux && !darwin && !windows

package machine

import "errors"

// FreeSpace cannot tell on this system.
func FreeSpace(string) (uint64, error) { return 0, errors.ErrUnsupported }
