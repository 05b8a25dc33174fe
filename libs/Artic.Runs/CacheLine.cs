using System.Runtime.InteropServices;
using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Runs;

/// <summary>
/// What the machine itself takes from core to core: one line goes to and fro between two pinned threads. No hop can be
/// faster. In a virtual machine it changes while one looks (the hypervisor moves the cores: 60 ns where they share a
/// cache, 280 ns where they do not), so it is measured beside every figure that hangs on it.
/// </summary>
public static unsafe class CacheLine
{
    private const int LineBytes = 128;
    private const int Rounds = 100_000;
    private const int WarmRounds = 1_000;

    /// <summary>Nanoseconds one way, over a few milliseconds. Thread: the caller's, and one of its own; both spin.</summary>
    /// <param name="here">Core of one thread.</param>
    /// <param name="there">Core of the other.</param>
    public static double OneWayNs(int here, int there)
    {
        long* lines = (long*)NativeMemory.AlignedAlloc(2 * LineBytes, LineBytes);
        long* ping = lines;
        long* pong = lines + (LineBytes / sizeof(long));
        *ping = *pong = 0;
        double result = 0;
        Thread answering = new(() =>
        {
            _ = ThreadSettings.TryPin(there);
            for (long round = 1; round <= Rounds; round++)
            {
                while (Volatile.Read(ref *ping) != round)
                {
                }

                Volatile.Write(ref *pong, round);
            }
        });
        Thread asking = new(() =>
        {
            _ = ThreadSettings.TryPin(here);
            long begin = 0;
            for (long round = 1; round <= Rounds; round++)
            {
                if (round == WarmRounds)
                {
                    begin = Clock.MonotonicNs();
                }

                Volatile.Write(ref *ping, round);
                while (Volatile.Read(ref *pong) != round)
                {
                }
            }

            result = (Clock.MonotonicNs() - begin) / 2.0 / (Rounds - WarmRounds);
        });
        answering.Start();
        asking.Start();
        asking.Join();
        answering.Join();
        NativeMemory.AlignedFree(lines);
        return result;
    }
}
