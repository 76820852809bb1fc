package io.ocelli.files;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks between threads and between processes, by a file that is locked. The operating system takes the lock from a process
 * that is killed. The files stay: who deletes one could delete it under another that has just opened it. Thread-safe.
 */
public final class FileLocks {
    private static final long POLL = 100;

    /**
     * One for each file and JVM: the locks of the operating system belong to the process, and closing a second channel on a
     * file would give up the first one's lock.
     */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private FileLocks() {}

    /** Holds a lock until it is closed. */
    public static final class Held implements AutoCloseable {
        private final ReentrantLock threads;
        private final FileChannel channel;

        private Held(ReentrantLock threads, FileChannel channel) {
            this.threads = threads;
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                threads.unlock();
            }
        }
    }

    /**
     * Waits for the lock of a file, which is made where it does not exist.
     *
     * @param waiting is run where the lock is another's, before waiting
     * @throws IOException if the file cannot be made or locked
     */
    public static Held lock(Path file, Runnable waiting) throws IOException, InterruptedException {
        ReentrantLock threads = threads(file);
        if (!threads.tryLock()) {
            waiting.run();
            threads.lockInterruptibly();
        }
        FileChannel channel = open(file, threads);
        boolean held = false;
        try {
            for (boolean first = true; !held; first = false) {
                held = tryLock(channel);
                if (!held) {
                    if (first) {
                        waiting.run();
                    }
                    Thread.sleep(POLL);
                }
            }
            return new Held(threads, channel);
        } finally {
            if (!held) {
                new Held(threads, channel).close();
            }
        }
    }

    /**
     * Waits for the lock of a file for as long as it takes, also on an interrupted thread.
     *
     * @throws IOException as for {@link #lock}
     */
    static Held lockUninterruptibly(Path file) throws IOException {
        ReentrantLock threads = threads(file);
        threads.lock();
        FileChannel channel = open(file, threads);
        boolean held = false;
        try {
            while (!held) {
                held = tryLock(channel);
                if (!held) {
                    Uninterruptibles.sleepUninterruptibly(POLL, TimeUnit.MILLISECONDS);
                }
            }
            return new Held(threads, channel);
        } finally {
            if (!held) {
                new Held(threads, channel).close();
            }
        }
    }

    /**
     * The lock of a file, or null where it is another's.
     *
     * @throws IOException as for {@link #lock}
     */
    public static @Nullable Held tryLock(Path file) throws IOException {
        ReentrantLock threads = threads(file);
        // not twice: a listener that prunes would give up the lock of its own download
        if (threads.isHeldByCurrentThread() || !threads.tryLock()) {
            return null;
        }
        FileChannel channel = open(file, threads);
        boolean held = false;
        try {
            held = tryLock(channel);
            return held ? new Held(threads, channel) : null;
        } finally {
            if (!held) {
                new Held(threads, channel).close();
            }
        }
    }

    private static ReentrantLock threads(Path file) {
        return THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    }

    /** The file to lock; where it cannot be opened, the threads' lock is given up. */
    private static FileChannel open(Path file, ReentrantLock threads) throws IOException {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // this class loaded twice in one JVM
            return false;
        }
    }
}
