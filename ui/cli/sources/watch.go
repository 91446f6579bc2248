package sources

import (
	"path/filepath"
	"slices"

	"segtap/capture/watch"
	"segtap/ui/reading"
)

// Watch watches the sources, and files with metrics. Changed waits until some of them have changed, and reports false when
// the watching has ended.
func (o *Options) Watch(metrics []string) (changed func() (reading.Change, bool), end func() error, err error) {
	watcher, err := watch.Start(watch.Options{Paths: slices.Concat(o.Paths(), metrics), Wanted: Wanted})
	if err != nil {
		return nil, nil, err
	}
	changed = func() (reading.Change, bool) {
		change, ok := <-watcher.Changes()
		return o.sorted(change, metrics), ok
	}
	return changed, watcher.Close, nil
}

// sorted tells files with metrics from the sources. One may be both, when it stands in a directory of code.
func (o *Options) sorted(change watch.Change, metrics []string) reading.Change {
	out := reading.Change{Problem: change.Problem}
	for _, path := range change.Paths {
		isMetrics := slices.ContainsFunc(metrics, func(of string) bool { return filepath.Clean(of) == filepath.Clean(path) })
		if isMetrics {
			out.Metrics = append(out.Metrics, path)
		}
		if !isMetrics || slices.Contains(o.plans.GetSlice(), path) {
			out.Names = append(out.Names, path)
		}
	}
	return out
}
