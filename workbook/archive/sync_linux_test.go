package archive

import (
	"os"
	"path/filepath"
	"testing"
)

// What a kernel before 5.8 says of a whole file system is no proof: Kylin V10 and its like have 4.19.
func TestKernelsThatSayWhatFailed(t *testing.T) {
	for release, want := range map[string]bool{
		"4.19.90-52.22.v2207.ky10.x86_64": false, "5.7.19": false, "5.8.0": true, "5.15.0-91-generic": true, "6.18.44": true, "10.0-rc1": true,
		"": false, "Kylin": false, "6": false,
	} {
		if got := sincePointEight(release); got != want {
			t.Errorf("%q: %v", release, got)
		}
	}
}

// A whole file system is synced where a file is the computer's own, and only there.
func TestSyncSystem(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "甲.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if got := syncSystem(osFile{f}); got != saysWhatFailed() {
		t.Errorf("own file: %v", got)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if syncSystem(osFile{f}) {
		t.Error("a closed file says that all is written")
	}
	if syncSystem(&watched{File: osFile{f}}) {
		t.Error("a file of another system says that all is written")
	}
}
