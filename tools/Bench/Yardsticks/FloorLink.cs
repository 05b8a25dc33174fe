using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Yardsticks;

/// <summary>
/// A ring of 64-byte slots in shared memory: the stamp is written, then the slot's sequence with release, then the reader
/// is woken where it sleeps. The least that a hop between processes can be; a reader that falls a whole ring behind is an
/// error. Errors: <see cref="IOException"/>.
/// </summary>
public sealed unsafe class FloorLink : ILink
{
    private const int SlotBytes = 64;
    private const int Slots = 1 << 16;

    private readonly MappedFile _ring;
    private readonly DoorbellTable _doorbells;
    private readonly ConsumerId _reader;
    private readonly IdleStrategy _idle;
    private long _sequence;

    /// <param name="path">The ring's file.</param>
    /// <param name="doorbells">The futex words.</param>
    /// <param name="reader">Whose word is rung.</param>
    /// <param name="idle">How the reader waits.</param>
    public FloorLink(string path, DoorbellTable doorbells, ConsumerId reader, IdleStrategy idle)
    {
        _ring = MappedFile.OpenOrCreate(path, SlotBytes * Slots);
        _doorbells = doorbells;
        _reader = reader;
        _idle = idle;
    }

    /// <inheritdoc/>
    public void Send(in Stamp stamp)
    {
        byte* slot = _ring.Pointer + (_sequence % Slots * SlotBytes);
        *(Stamp*)(slot + sizeof(long)) = stamp;

        // ORDER: the stamp before its sequence; partner: the acquire in TryReceive.
        Volatile.Write(ref *(long*)slot, ++_sequence);
        _doorbells.Ring(_reader);
    }

    /// <inheritdoc/>
    public bool TryReceive(out Stamp stamp)
    {
        byte* slot = _ring.Pointer + (_sequence % Slots * SlotBytes);
        long found = Volatile.Read(ref *(long*)slot);
        if (found == _sequence + 1)
        {
            _sequence++;
            stamp = *(Stamp*)(slot + sizeof(long));
            return true;
        }

        stamp = default;
        if (found > _sequence + 1)
        {
            throw new IOException($"the ring was lapped at {_sequence}");
        }

        Wait(slot);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _ring.Dispose();

    private void Wait(byte* slot)
    {
        if (_idle == IdleStrategy.Yield)
        {
            ThreadSettings.Yield();
        }
        else if (_idle is IdleStrategy.Relay or IdleStrategy.Park)
        {
            _doorbells.Arm(_reader);
            if (Volatile.Read(ref *(long*)slot) > _sequence)
            {
                _doorbells.Disarm(_reader);
            }
            else
            {
                _doorbells.Sleep(_reader);
            }
        }
    }
}
