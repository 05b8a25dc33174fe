using System.Buffers;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Hosting;
using Artic.Hosting.Accounts;
using Artic.Hosting.Limits;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;
using Artic.RiskManager.Windows;
using Artic.Streams.Native;
using Artic.V1;

namespace Artic.RiskManager.Carried;

/// <summary>
/// Keeps in the account's folder what outlives a run (<see cref="RiskStateFile"/>): each second by a thread of its own
/// (artic-keeper), and before a command is answered. Thread: any; blocks for the disk, never the loop. What is written each second
/// goes through buffers that are used again: a collection would stop the loop. Errors: the constructor throws
/// <see cref="IOException"/> where what is there cannot be read.
/// </summary>
public sealed class StateKeeper : IDisposable
{
    private const int PeriodMs = 1000;
    private const int MostStrangers = 256;
    private const int BufferBytes = 16 << 10;
    private const long Ms = 1_000_000;

    private readonly ServiceHost _host;
    private readonly RiskBooks _books;
    private readonly string _folder;
    private readonly RiskState? _found;
    private readonly List<KeptScope> _strangers;
    private readonly Dictionary<(string Scope, LimitName Name), (string By, string Reason)> _limits = [];
    private readonly Dictionary<string, (string By, string Reason)> _states = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private readonly ArrayBufferWriter<byte> _losses = new(BufferBytes);
    private readonly ArrayBufferWriter<byte> _file = new(BufferBytes);
    private readonly Utf8JsonWriter _lossesJson;
    private readonly Utf8JsonWriter _fileJson;
    private byte[] _last = [];
    private int _lastLength;
    private long _dayStartUtcNs;
    private long _dayPnl;
    private string? _fault;

    /// <param name="host">The process.</param>
    /// <param name="books">Whose limits and states are kept.</param>
    public StateKeeper(ServiceHost host, RiskBooks books)
    {
        _host = host;
        _books = books;
        _folder = host.Options.StateFolder;
        _found = RiskStateFile.Read(_folder);
        _lossesJson = new Utf8JsonWriter(_losses);
        _fileJson = new Utf8JsonWriter(_file);
        KeepFound();

        // A strategy that was disabled does not come back enabled after a run that did not have it.
        _strangers = _found?.Scopes.FindAll(each => books.Scopes.Find(each.Scope) == null) ?? [];
        _strangers.RemoveRange(0, Math.Max(0, _strangers.Count - MostStrangers));
        (_dayStartUtcNs, _dayPnl) = (_found?.DayStartUtcNs ?? 0, _found?.DayPnl ?? 0);
        foreach (KeptLimit limit in _found?.Limits ?? [])
        {
            _ = LimitRules.TryFind(limit.Name, out LimitName name);
            _limits[(limit.Scope, name)] = (limit.By, limit.Reason);
        }

        foreach (KeptScope scope in _found?.Scopes ?? [])
        {
            _states[scope.Scope] = (scope.By, scope.Reason);
        }

        Copies = new LossCopies(books.Scopes);
        _thread = new Thread(Run) { Name = "artic-keeper", IsBackground = true };
    }

    /// <summary>What the loop copies for this.</summary>
    public LossCopies Copies { get; }

    /// <summary>Begins to write. After the loop has what was found.</summary>
    public void Start() => _thread.Start();

    /// <summary>The account's result of a UTC day as it was left; 0 where nothing is known of that day.</summary>
    public long DayPnlOf(long dayStartUtcNs) => _found?.DayStartUtcNs == dayStartUtcNs ? _found.DayPnl : 0;

    /// <summary>What a new run begins with; null: nothing was left. Says loudly what of it the configuration has overtaken.</summary>
    public CarriedState? Carried(long dayStartUtcNs)
    {
        if (_found == null)
        {
            return null;
        }

        CarriedState carried = new() { UtcNs = _found.UtcNs };
        foreach (KeptLimit limit in _found.Limits)
        {
            carried.Limits.Add(Carried(limit));
        }

        foreach (KeptScope each in _found.Scopes)
        {
            if (_books.Scopes.Find(each.Scope) is { } scope)
            {
                carried.Scopes.Add(new CarriedScope
                {
                    Scope = scope.Kind, ScopeId = scope.Id, State = each.State, IsDisabled = each.Disabled,
                    Executions = each.Executions, By = each.By, Reason = each.Reason,
                });
                if (each.State != TradingStateValue.Active)
                {
                    _host.Log.Warn($"{each.Scope} begins {each.State}, as {each.By} has set it ({each.Reason})");
                }
            }
        }

        foreach (KeptLosses losses in _found.Losses)
        {
            if (_books.Scopes.Find(losses.Scope) is { } scope)
            {
                CarriedLosses left = new()
                {
                    Scope = scope.Kind, ScopeId = scope.Id, Streak = losses.Streak, CoolUntilUtcNs = losses.CoolUntilUtcNs,
                    DayPnl = _found.DayStartUtcNs == dayStartUtcNs ? losses.DayPnl : 0,
                };
                left.Loss.AddRange(losses.Loss.ConvertAll(PartOf));
                left.Drawdown.AddRange(losses.Drawdown.ConvertAll(PartOf));
                carried.Losses.Add(left);
            }
        }

        return carried;
    }

    /// <summary>A limit command is in effect: keeps it before it is answered. Gives what the disk said against it, or null.</summary>
    public string? Keep(LimitCommand command)
    {
        lock (_gate)
        {
            if (_books.Scopes.Find(command.Scope, command.ScopeId) is { } scope)
            {
                _limits[(scope.Name, command.Name)] = (command.By, command.Reason);
            }

            return TryWrite();
        }
    }

    /// <summary>The same of a state.</summary>
    public string? Keep(ScopeStateCommand command)
    {
        lock (_gate)
        {
            if (_books.Scopes.Find(command.Scope, command.ScopeId) is { } scope)
            {
                _states[scope.Name] = (command.By, command.Reason);
            }

            return TryWrite();
        }
    }

    /// <summary>Who has set a limit that is not the configuration's, and why; nothing where that is not known.</summary>
    public (string By, string Reason) WhoSet(string scope, LimitName name)
    {
        lock (_gate)
        {
            return _limits.GetValueOrDefault((scope, name), ("", ""));
        }
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <summary>
    /// Writes a last time. After the loop has ended, and only where it had begun: before, it does not have yet what was found.
    /// </summary>
    public void WriteLast(long dayStartUtcNs, long dayPnl)
    {
        Copies.Finish(dayStartUtcNs, dayPnl);
        lock (_gate)
        {
            TakeLosses();
            _ = TryWrite();
        }
    }

    private void Run()
    {
        ThreadSettings.SetName("artic-keeper");
        while (!_stop.Wait(PeriodMs))
        {
            if (!Copies.IsReady)
            {
                continue;
            }

            lock (_gate)
            {
                TakeLosses();
                Copies.Want();
                int length = Compose();
                if (!_file.WrittenSpan[..length].SequenceEqual(_last.AsSpan(0, _lastLength)))
                {
                    _ = TryWrite();
                }
            }
        }
    }

    private string? TryWrite()
    {
        string? fault = null;
        try
        {
            int length = Compose();
            RiskStateFile.Write(_folder, _file.WrittenSpan);
            if (_last.Length < length)
            {
                _last = new byte[2 * length];
            }

            _file.WrittenSpan[..length].CopyTo(_last);
            _lastLength = length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = error.Message;
        }

        if (fault != _fault)
        {
            _fault = fault;
            _host.Log.Warn(fault == null
                ? "limits, states and losses are kept again"
                : $"limits, states and losses cannot be kept for the next run: {fault}");
        }

        return fault;
    }

    /// <summary>Writes the file into its buffer and gives how much of it says more than when it was written.</summary>
    private int Compose()
    {
        _file.ResetWrittenCount();
        _fileJson.Reset(_file);
        _fileJson.WriteStartObject();
        _fileJson.WriteNumber("version", RiskState.CurrentVersion);
        _fileJson.WriteString("run", _host.Paths.RunId);
        _fileJson.WriteNumber("day_start_utc_ns", _dayStartUtcNs);
        _fileJson.WriteNumber("day_pnl", _dayPnl);
        _fileJson.WriteStartArray("limits");
        foreach (Scope scope in _books.Scopes.All)
        {
            WriteLimits(scope);
        }

        _fileJson.WriteEndArray();
        _fileJson.WriteStartArray("scopes");
        foreach (KeptScope each in _strangers)
        {
            WriteScope(each.Scope, each.State, each.Disabled, each.Executions, each.By, each.Reason);
        }

        foreach (Scope scope in _books.Scopes.All)
        {
            StrategyRisk? strategy = scope.Kind == ScopeKind.Strategy ? _books.FindStrategy(scope.Id) : null;
            if (scope.State != TradingStateValue.Active || strategy is { Executions: > 0 })
            {
                (string by, string reason) = scope.State == TradingStateValue.Active
                    ? ("", "")
                    : _states.GetValueOrDefault(scope.Name, ("", ""));
                WriteScope(scope.Name, scope.State, strategy?.IsDisabled ?? false, strategy?.Executions ?? 0, by, reason);
            }
        }

        _fileJson.WriteEndArray();
        _fileJson.WritePropertyName("losses");
        _fileJson.WriteRawValue(_losses.WrittenSpan, skipInputValidation: true);
        _fileJson.Flush();
        int length = _file.WrittenCount;
        _fileJson.WriteNumber("utc_ns", Clock.UtcNs());
        _fileJson.WriteEndObject();
        _fileJson.Flush();
        return length;
    }

    private void WriteLimits(Scope scope)
    {
        foreach (LimitRule rule in LimitRules.All)
        {
            long value = scope.Limits[rule.Limit];
            long configured = scope.Limits.Configured(rule.Limit);
            if (value == configured || value == LimitSet.None)
            {
                continue;
            }

            (string by, string reason) = _limits.GetValueOrDefault((scope.Name, rule.Limit), ("", ""));
            _fileJson.WriteStartObject();
            _fileJson.WriteString("scope", scope.Name);
            _fileJson.WriteString("name", rule.Name);
            _fileJson.WriteString("value", LimitRules.Text(rule.Limit, value));
            if (configured != LimitSet.None)
            {
                _fileJson.WriteString("configured", LimitRules.Text(rule.Limit, configured));
            }

            _fileJson.WriteString("by", by);
            _fileJson.WriteString("reason", reason);
            _fileJson.WriteBoolean("loosened", rule.IsLooser(configured, value));
            _fileJson.WriteEndObject();
        }
    }

    private void WriteScope(string name, TradingStateValue state, bool isDisabled, long executions, string by, string reason)
    {
        _fileJson.WriteStartObject();
        _fileJson.WriteString("scope", name);
        _fileJson.WriteString("state", state.ToString());
        _fileJson.WriteBoolean("disabled", isDisabled);
        _fileJson.WriteNumber("executions", executions);
        _fileJson.WriteString("by", by);
        _fileJson.WriteString("reason", reason);
        _fileJson.WriteEndObject();
    }

    /// <summary>Until the loop has copied its own, the losses are those that were found.</summary>
    private void KeepFound()
    {
        _lossesJson.WriteStartArray();
        foreach (KeptLosses each in _found?.Losses ?? [])
        {
            BeginLosses(each.Scope, each.DayPnl, each.Streak, each.CoolUntilUtcNs);
            WriteFound("loss", each.Loss);
            WriteFound("drawdown", each.Drawdown);
            _lossesJson.WriteEndObject();
        }

        _lossesJson.WriteEndArray();
        _lossesJson.Flush();

        void WriteFound(string name, List<long[]> parts)
        {
            _lossesJson.WriteStartArray(name);
            foreach (long[] part in parts)
            {
                WritePart(part[0], part[1], part[2], part[3]);
            }

            _lossesJson.WriteEndArray();
        }
    }

    private void TakeLosses()
    {
        if (!Copies.IsReady || Copies.DayStartUtcNs == 0)
        {
            return;
        }

        long toUtc = Clock.UtcNs() - Clock.MonotonicNs();
        _losses.ResetWrittenCount();
        _lossesJson.Reset(_losses);
        _lossesJson.WriteStartArray();
        for (int i = 0; i < Copies.Count; i++)
        {
            LossCopy copy = Copies[i];
            if (copy.DayLoss != 0 || copy.Streak > 0 || copy.CoolUntilNs > 0 || HasMoved(copy.Loss, copy.Pnl) || HasMoved(copy.Drawdown, copy.Pnl))
            {
                BeginLosses(
                    Copies.ScopeAt(i).Name, -copy.DayLoss, copy.Streak, copy.CoolUntilNs == 0 ? 0 : InMilliseconds(copy.CoolUntilNs + toUtc));
                WriteWindow("loss", copy.Loss, copy.Pnl, toUtc);
                WriteWindow("drawdown", copy.Drawdown, copy.Pnl, toUtc);
                _lossesJson.WriteEndObject();
            }
        }

        _lossesJson.WriteEndArray();
        _lossesJson.Flush();
        (_dayStartUtcNs, _dayPnl) = (Copies.DayStartUtcNs, Copies.DayPnl);
    }

    private void BeginLosses(string scope, long dayPnl, long streak, long coolUntilUtcNs)
    {
        _lossesJson.WriteStartObject();
        _lossesJson.WriteString("scope", scope);
        _lossesJson.WriteNumber("day_pnl", dayPnl);
        _lossesJson.WriteNumber("streak", streak);
        _lossesJson.WriteNumber("cool_until_utc_ns", coolUntilUtcNs);
    }

    private void WriteWindow(string name, WindowCopy window, long pnl, long toUtc)
    {
        _lossesJson.WriteStartArray(name);
        for (int i = 0; i < window.Count; i++)
        {
            (long begin, long first, long high, long low) = window[i];
            WritePart(InMilliseconds(begin + toUtc), first - pnl, high - pnl, low - pnl);
        }

        _lossesJson.WriteEndArray();
    }

    private void WritePart(long utcNs, long first, long high, long low)
    {
        _lossesJson.WriteStartArray();
        _lossesJson.WriteNumberValue(utcNs);
        _lossesJson.WriteNumberValue(first);
        _lossesJson.WriteNumberValue(high);
        _lossesJson.WriteNumberValue(low);
        _lossesJson.WriteEndArray();
    }

    /// <summary>Whole milliseconds: the two clocks are read one after the other, and a time that has not changed shall look so.</summary>
    private static long InMilliseconds(long ns) => (ns + (Ms / 2)) / Ms * Ms;

    private static bool HasMoved(WindowCopy window, long pnl)
    {
        for (int i = 0; i < window.Count; i++)
        {
            (long _, long first, long high, long low) = window[i];
            if (first != pnl || high != pnl || low != pnl)
            {
                return true;
            }
        }

        return false;
    }

    private static CarriedPart PartOf(long[] part) => new() { UtcNs = part[0], First = part[1], High = part[2], Low = part[3] };

    private CarriedLimit Carried(KeptLimit limit)
    {
        _ = LimitRules.TryFind(limit.Name, out LimitName name);
        _ = LimitRules.Read(name, limit.Value, out long value);
        Scope? scope = _books.Scopes.Find(limit.Scope);
        long configured = scope?.Limits.Configured(name) ?? LimitSet.None;
        string? now = configured == LimitSet.None ? null : LimitRules.Text(name, configured);
        bool isDropped = scope == null || now != limit.Configured || !LimitRules.RuleOf(name).IsFor(scope.Kind);
        _host.Log.Warn(!isDropped
            ? $"{limit.Scope} {limit.Name} is {limit.Value}, as {limit.By} has set it ({limit.Reason}); the configuration says {now ?? "nothing"}"
            : $"{limit.Scope} {limit.Name}: the value {limit.Value} that {limit.By} has set ({limit.Reason}) is dropped, for " +
                (scope == null ? "the configuration has no such scope any more" : $"the configuration has changed it from {limit.Configured ?? "nothing"} to {now ?? "nothing"}"));
        return new CarriedLimit
        {
            Scope = scope?.Kind ?? default, ScopeId = scope?.Id ?? 0, Name = name, Value = value, By = limit.By,
            Reason = limit.Reason, Loosened = limit.Loosened, Dropped = isDropped, Target = limit.Scope,
        };
    }
}
