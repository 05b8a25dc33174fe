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
/// (artic-keeper), and before a command is answered. Thread: any; blocks for the disk, never the loop. Errors: the constructor
/// throws <see cref="IOException"/> where what is there cannot be read.
/// </summary>
public sealed class StateKeeper : IDisposable
{
    private const int PeriodMs = 1000;
    private const int MostStrangers = 256;

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
    private List<KeptLosses> _losses;
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
        _losses = _found?.Losses ?? [];

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

    /// <summary>Writes a last time. After the loop has ended and <see cref="LossCopies.Finish"/>.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        lock (_gate)
        {
            TakeLosses();
            _ = TryWrite();
        }
    }

    private void Run()
    {
        ThreadSettings.SetName("artic-keeper");
        byte[] last = [];
        while (!_stop.Wait(PeriodMs))
        {
            lock (_gate)
            {
                if (!Copies.IsReady)
                {
                    continue;
                }

                TakeLosses();
                Copies.Want();
                byte[] now = RiskStateFile.BytesOf(Current(utcNs: 0));
                if (!now.AsSpan().SequenceEqual(last) && TryWrite() == null)
                {
                    last = now;
                }
            }
        }
    }

    private string? TryWrite()
    {
        string? fault = null;
        try
        {
            RiskStateFile.Write(_folder, RiskStateFile.BytesOf(Current(Clock.UtcNs())));
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

    private RiskState Current(long utcNs)
    {
        List<KeptLimit> limits = [];
        List<KeptScope> scopes = [.. _strangers];
        foreach (Scope scope in _books.Scopes.All)
        {
            foreach (LimitRule rule in LimitRules.All)
            {
                long value = scope.Limits[rule.Limit];
                long configured = scope.Limits.Configured(rule.Limit);
                if (value != configured && value != LimitSet.None)
                {
                    (string by, string reason) = _limits.GetValueOrDefault((scope.Name, rule.Limit), ("", ""));
                    limits.Add(new KeptLimit
                    {
                        Scope = scope.Name, Name = rule.Name, Value = LimitRules.Text(rule.Limit, value),
                        Configured = configured == LimitSet.None ? null : LimitRules.Text(rule.Limit, configured), By = by,
                        Reason = reason, Loosened = rule.IsLooser(configured, value),
                    });
                }
            }

            StrategyRisk? strategy = scope.Kind == ScopeKind.Strategy ? _books.FindStrategy(scope.Id) : null;
            if (scope.State != TradingStateValue.Active || strategy is { Executions: > 0 })
            {
                (string by, string reason) = _states.GetValueOrDefault(scope.Name, ("", ""));
                bool isActive = scope.State == TradingStateValue.Active;
                scopes.Add(new KeptScope
                {
                    Scope = scope.Name, State = scope.State, Disabled = strategy?.IsDisabled ?? false,
                    Executions = strategy?.Executions ?? 0, By = isActive ? "" : by, Reason = isActive ? "" : reason,
                });
            }
        }

        return new RiskState
        {
            Version = RiskState.CurrentVersion, Run = _host.Paths.RunId, UtcNs = utcNs, DayStartUtcNs = _dayStartUtcNs,
            DayPnl = _dayPnl, Limits = limits, Scopes = scopes, Losses = _losses,
        };
    }

    private void TakeLosses()
    {
        if (!Copies.IsReady || Copies.DayStartUtcNs == 0)
        {
            return;
        }

        long toUtc = Clock.UtcNs() - Clock.MonotonicNs();
        List<KeptLosses> losses = [];
        for (int i = 0; i < Copies.Count; i++)
        {
            LossCopy copy = Copies[i];
            List<long[]> loss = PartsOf(copy.Loss, copy.Pnl, toUtc);
            List<long[]> drawdown = PartsOf(copy.Drawdown, copy.Pnl, toUtc);
            if (copy.DayLoss != 0 || copy.Streak > 0 || copy.CoolUntilNs > 0 || loss.Exists(HasMoved) || drawdown.Exists(HasMoved))
            {
                losses.Add(new KeptLosses
                {
                    Scope = Copies.ScopeAt(i).Name, DayPnl = -copy.DayLoss, Streak = copy.Streak,
                    CoolUntilUtcNs = copy.CoolUntilNs == 0 ? 0 : copy.CoolUntilNs + toUtc, Loss = loss, Drawdown = drawdown,
                });
            }
        }

        (_losses, _dayStartUtcNs, _dayPnl) = (losses, Copies.DayStartUtcNs, Copies.DayPnl);
    }

    /// <summary>Whole milliseconds: the two clocks are read one after the other, and a part that has not changed shall look so.</summary>
    private static List<long[]> PartsOf(WindowCopy window, long pnl, long toUtc)
    {
        const long Ms = 1_000_000;
        List<long[]> parts = [];
        for (int i = 0; i < window.Count; i++)
        {
            (long begin, long first, long high, long low) = window[i];
            parts.Add([(begin + toUtc + (Ms / 2)) / Ms * Ms, first - pnl, high - pnl, low - pnl]);
        }

        return parts;
    }

    private static bool HasMoved(long[] part) => part[1] != 0 || part[2] != 0 || part[3] != 0;

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
