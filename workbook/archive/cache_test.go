package archive

import (
	"path/filepath"
	"testing"
)

// What was kept is found again in the same run, once it is written.
func TestCacheFindsWhatItKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "2024-09")
	c := disk.OpenCache(path, "1")
	holds := func(want map[string]string) {
		t.Helper()
		for key, data := range want {
			if got, ok := c.Get(key); !ok || string(got) != data {
				t.Errorf("%s: %q, %v; wanted %q", key, got, ok, data)
			}
		}
	}
	c.Put("甲", []byte("one"))
	c.Put("乙", []byte("two"))
	c.Flush() // begins the file
	holds(map[string]string{"甲": "one", "乙": "two"})
	c.Put("丙", nil)
	c.Put("甲", []byte("another"))
	c.Flush() // goes on writing
	holds(map[string]string{"甲": "another", "乙": "two", "丙": ""})
	c.Close()
	c = disk.OpenCache(path, "1")
	defer c.Close()
	holds(map[string]string{"甲": "another", "乙": "two", "丙": ""})
	c.Put("丁", []byte("four"))
	c.Flush()
	holds(map[string]string{"甲": "another", "丁": "four"})
}
