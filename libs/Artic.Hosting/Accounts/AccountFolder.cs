using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Hosting.Kill;
using Artic.Streams.Native;

namespace Artic.Hosting.Accounts;

/// <summary>
/// What outlives a run: the kill latch with its history, the epoch of the client order ids. All
/// of it is synced to disk before a call returns. Thread: any, in any process; kills and resumes are single appended
/// lines. A service that takes kills has a <see cref="LatchSlot"/> besides, from which the history is made whole where it ended
/// between the two. Errors: <see cref="IOException"/>; a history that cannot be read counts as killed.
/// </summary>
public sealed class AccountFolder : IDisposable
{
    private readonly string _folder;
    private readonly string _kills;
    private readonly string _epoch;
    private readonly Lock _appendGate = new();
    private readonly Lock _tailGate = new();
    private LatchSlot? _slot;
    private byte[] _unwritten = [];
    private KillHistory _tail = new();
    private long _tailAt;
    private volatile LastRead? _lastRead;

    /// <param name="folder">The account's folder; made where it is missing.</param>
    public AccountFolder(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        _folder = folder;
        _kills = Path.Combine(folder, "kills.jsonl");
        _epoch = Path.Combine(folder, "epoch");
    }

    /// <summary>
    /// Gives this process, which takes kills as <paramref name="service"/>, its slot; what the process before had only there comes into
    /// the history.
    /// </summary>
    public void OpenLatch(string service)
    {
        _slot = new LatchSlot(_folder, service);
        if (_slot.Read() is { } line && !IsIn(ReadLines(), Parse(line)))
        {
            AppendOnlyFile.Append(_kills, [(byte)'\n', .. line, (byte)'\n']);
        }

        _slot.Clear();
    }

    /// <summary>Highest killed and highest resumed generation of everything. Halted where the first is above the second.</summary>
    public (long Killed, long Resumed) ReadLatch()
    {
        KillHistory history = ReadHistory();
        return (history.Whole.Killed, history.Whole.Resumed);
    }

    /// <summary>All kills, resumes and requests, of everything and of single scopes.</summary>
    public KillHistory ReadHistory()
    {
        KillHistory history = ReadLines();
        foreach (LatchLine? kill in LatchSlot.ReadAll(_folder).Select(line => Parse(line)))
        {
            if (!IsIn(history, kill))
            {
                history.Add(kill);
            }
        }

        return history;
    }

    /// <inheritdoc/>
    public void Dispose() => _slot?.Dispose();

    private KillHistory ReadLines()
    {
        KillHistory history = new();
        foreach (string line in File.Exists(_kills) ? File.ReadAllLines(_kills) : [])
        {
            if (line.Length > 0)
            {
                history.Add(Parse(Encoding.UTF8.GetBytes(line)));
            }
        }

        return history;
    }

    /// <summary>
    /// The highest generation of any line. Reads only what was appended since the last call: a kill is not slower for a long
    /// history, and waits for nobody where nothing was.
    /// </summary>
    public long HighestGeneration()
    {
        long length = LatchVersion();
        if (length == 0)
        {
            return 0;
        }

        if (_lastRead is { } last && last.Length == length)
        {
            return last.Highest;
        }

        lock (_tailGate)
        {
            length = LatchVersion();
            if (length < _tailAt)
            {
                // Somebody has put another file in its place.
                (_tail, _tailAt) = (new KillHistory(), 0);
            }

            byte[] appended = length == _tailAt ? [] : ReadFrom(_tailAt, length);
            int begin = 0;
            for (int end; (end = appended.AsSpan(begin).IndexOf((byte)'\n')) >= 0; begin += end + 1)
            {
                if (end > 0)
                {
                    _tail.Add(Parse(appended.AsSpan(begin, end)));
                }
            }

            _tailAt += begin;

            // Half a line at the end is a kill until the rest of it has come.
            long highest = begin == appended.Length ? _tail.Highest : _tail.Highest + 1;
            _lastRead = new LastRead(length, highest);
            return highest;
        }
    }

    /// <summary>Grows with every kill and resume: tells cheaply that the latch is worth reading again.</summary>
    public long LatchVersion() => File.Exists(_kills) ? new FileInfo(_kills).Length : 0;

    /// <summary>Records a kill of everything and syncs it.</summary>
    public void AppendKill(long generation, string by, string reason, long utcNs) =>
        AppendKill(generation, new KillRequest(by, reason), utcNs);

    /// <summary>
    /// Records a kill and syncs it. <paramref name="onLatched"/> is called as soon as it is on disk in one place: in the slot where
    /// there is one, and before it is in the history. Errors: <see cref="IOException"/> where it is in neither, or not in the
    /// history, which then gets it with the next line.
    /// </summary>
    public void AppendKill(long generation, KillRequest kill, long utcNs, Action? onLatched = null)
    {
        byte[] line = Text(new LatchLine
        {
            Event = LatchLine.Kill, Generation = generation, Scope = kill.Scope.IsWhole ? null : kill.Scope.Name,
            Flatten = kill.Flatten, By = kill.By, Reason = kill.Reason, UtcNs = utcNs,
        });
        lock (_appendGate)
        {
            bool isInSlot = IsWrittenToSlot(line);
            if (isInSlot)
            {
                onLatched?.Invoke();
            }

            Append(line, keep: isInSlot);
            if (!isInSlot)
            {
                onLatched?.Invoke();
            }
        }
    }

    /// <summary>Records that a named person resumes <paramref name="generation"/> of everything and syncs it.</summary>
    public void AppendResume(long generation, string by, string reason, long utcNs) =>
        AppendResume(LatchLine.Resume, generation, KillScope.Whole, by, reason, utcNs);

    /// <summary>Records a resume, or the request for one, and syncs it.</summary>
    public void AppendResume(string latchEvent, long generation, KillScope scope, string by, string reason, long utcNs) =>
        Append(new LatchLine
        {
            Event = latchEvent, Generation = generation, Scope = scope.IsWhole ? null : scope.Name, By = by, Reason = reason,
            UtcNs = utcNs,
        });

    /// <summary>Takes the next epoch; two runs never get the same one.</summary>
    public long TakeEpoch()
    {
        using FileStream gate = new(_epoch + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        long last = 0;
        if (File.Exists(_epoch) && !long.TryParse(File.ReadAllText(_epoch).Trim(), NumberStyles.None, null, out last))
        {
            throw new IOException(
                $"{_epoch} holds no number: client order ids would begin again; write a number above every epoch used");
        }

        string next = _epoch + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{last + 1}"));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _epoch, overwrite: true);
        return last + 1;
    }

    private sealed record LastRead(long Length, long Highest);

    private static LatchLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AccountJson.Default.LatchLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] ReadFrom(long begin, long end)
    {
        byte[] bytes = new byte[end - begin];
        using FileStream file = new(_kills, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = begin;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static bool IsIn(KillHistory history, LatchLine? kill) => kill != null && history.Has(kill);

    private bool IsWrittenToSlot(byte[] line)
    {
        try
        {
            return _slot?.TryWrite(line) == true;
        }
        catch (IOException)
        {
            // The history is left, and says the same where it cannot be written either.
            return false;
        }
    }

    private static byte[] Text(LatchLine line) => JsonSerializer.SerializeToUtf8Bytes(line, AccountJson.Default.LatchLine);

    private void Append(LatchLine line)
    {
        lock (_appendGate)
        {
            Append(Text(line), keep: false);
        }
    }

    private void Append(byte[] line, bool keep)
    {
        // The first newline ends what a power cut may have left; ReadHistory passes over empty lines.
        byte[] text = [.. _unwritten, (byte)'\n', .. line, (byte)'\n'];
        try
        {
            AppendOnlyFile.Append(_kills, text);
            _unwritten = [];
        }
        catch (IOException) when (keep)
        {
            _unwritten = text;
            throw;
        }
    }
}

/// <summary>JSON of the account's files, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LatchLine))]
public sealed partial class AccountJson : JsonSerializerContext;
