package sources

import (
	"path/filepath"
	"slices"

	"segtap/capture/launchdarkly/files/module"
	"segtap/capture/watch"
	"segtap/ui/reading"
)

// Watch watches the sources, and files with metrics. Changed waits until some of them have changed, and reports false when
// the watching has ended.
func (o *Options) Watch(metrics []string) (changed func() (reading.Change, bool), end func() error, err error) {
	wanted := func(name string) bool { return Wanted(name) || module.Tells(name) }
	watcher, err := watch.Start(watch.Options{Paths: slices.Concat(o.Paths(), metrics, beside(metrics)), Exclude: o.exclude, Wanted: wanted})
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
		isMetrics := slices.ContainsFunc(metrics, func(of string) bool { return filepath.Clean(of) == filepath.Clean(path) || inModule(of, path) })
		if isMetrics {
			out.Metrics = append(out.Metrics, path)
		}
		if !isMetrics && !module.Tells(path) || slices.Contains(o.plans.GetSlice(), path) {
			out.Names = append(out.Names, path)
		}
	}
	return out
}

// beside returns the directories of files of Terraform: what their neighbours say counts too.
func beside(metrics []string) []string {
	var dirs []string
	for _, of := range metrics {
		if module.IsFile(of) {
			dirs = append(dirs, filepath.Dir(of))
		}
	}
	return dirs
}

// inModule reports whether a file is one of the Terraform module of a path with metrics.
func inModule(of, path string) bool {
	if !module.Tells(path) {
		return false
	}
	if module.IsFile(of) {
		of = filepath.Dir(of)
	}
	within, err := filepath.Rel(of, path)
	return err == nil && filepath.IsLocal(within)
}
