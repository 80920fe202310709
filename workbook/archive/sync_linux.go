package archive

import (
	"fmt"
	"sync"

	"golang.org/x/sys/unix"
)

// syncSystem syncs everything written to the file system of a file, and reports whether that certainly succeeded. If not, files are
// synced one by one, which also tells which one failed: it may have been another program's file that could not be written.
func syncSystem(f File) bool {
	own, ok := f.(osFile)
	if !ok || !saysWhatFailed() {
		return false
	}
	conn, err := own.SyscallConn()
	if err != nil {
		return false
	}
	sure := false
	err = conn.Control(func(fd uintptr) {
		var on unix.Statfs_t
		sure = unix.Fstatfs(int(fd), &on) == nil && writesAll(uint32(on.Type)) && unix.Syncfs(int(fd)) == nil
	})
	return err == nil && sure
}

// writesAll reports whether syncfs, on a file system of this type, writes everything and reports failures. File systems that another
// program or computer serves (FUSE, and so NTFS-3G and the shares that desktops mount; SMB, 9P) are not told of it and succeed all
// the same, and an overlay does not report errors of the file system below.
func writesAll(magic uint32) bool {
	switch magic {
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.TMPFS_MAGIC:
		return true
	}
	return false
}

// saysWhatFailed reports whether the kernel's syncfs reports that bytes could not be written.
var saysWhatFailed = sync.OnceValue(func() bool {
	var name unix.Utsname
	return unix.Uname(&name) == nil && sincePointEight(unix.ByteSliceToString(name.Release[:]))
})

// sincePointEight reports whether a kernel is of release 5.8 or later; from there on syncfs reports failures.
func sincePointEight(release string) bool {
	var major, minor int
	if n, _ := fmt.Sscanf(release, "%d.%d", &major, &minor); n < 2 {
		return false
	}
	return major > 5 || major == 5 && minor >= 8
}
