using Artic.RiskManager.Windows;
using Artic.Streams.Steps;

namespace Artic.RiskManager.Losses;

/// <summary>
/// What a scope has lost: since midnight, within a window, from its best, and how often in a row. Money at scale 8. Thread: the
/// loop's. Allocates nothing.
/// </summary>
/// <param name="lossWindowNs">The window of <see cref="RollingLoss"/>.</param>
/// <param name="drawdownWindowNs">The window of <see cref="Drawdown"/>.</param>
public sealed class LossBook(long lossWindowNs, long drawdownWindowNs)
{
    private RollingRange _lossWindow = new(lossWindowNs);
    private RollingRange _drawdownWindow = new(drawdownWindowNs);
    private long _dayStartPnl;

    /// <summary>The last result.</summary>
    public long Pnl { get; private set; }

    /// <summary>Loss since the day began; negative: a gain.</summary>
    public long DayLoss => _dayStartPnl - Pnl;

    /// <summary>Loss since the window began; negative: a gain.</summary>
    public long RollingLoss => _lossWindow.HasValue ? _lossWindow.Oldest - Pnl : 0;

    /// <summary>From the best of the window down to now.</summary>
    public long Drawdown => _drawdownWindow.HasValue ? _drawdownWindow.High - Pnl : 0;

    /// <summary>Closing trades with a loss since the last with a gain.</summary>
    public long Streak { get; private set; }

    /// <summary>Until when nothing is opened after a streak; 0: no streak.</summary>
    public long CoolUntilNs { get; private set; }

    /// <summary>Takes the result as it is now.</summary>
    public void Sample(long pnl, long nowNs)
    {
        Pnl = pnl;
        _lossWindow.Add(pnl, nowNs);
        _drawdownWindow.Add(pnl, nowNs);
    }

    /// <summary>A new UTC day.</summary>
    public void BeginDay() => _dayStartPnl = Pnl;

    /// <summary>A trade has closed something at this result; so many in a row begin a cool-down.</summary>
    public void Close(Int128 realized, long longestStreak, long coolDownNs, long nowNs)
    {
        if (realized >= 0)
        {
            Streak = realized > 0 ? 0 : Streak;
            return;
        }

        Streak++;
        if (Streak >= longestStreak)
        {
            Streak = 0;
            CoolUntilNs = nowNs + coolDownNs;
        }
    }

    /// <summary>Another window of the rolling loss; what was seen is forgotten.</summary>
    public void SetLossWindow(long ns) => _lossWindow.SetWindow(ns);

    /// <summary>Another window of the drawdown; what was seen is forgotten.</summary>
    public void SetDrawdownWindow(long ns) => _drawdownWindow.SetWindow(ns);

    /// <summary>Copies all of it.</summary>
    public void CopyTo(LossCopy copy)
    {
        (copy.Pnl, copy.DayLoss, copy.Streak, copy.CoolUntilNs) = (Pnl, DayLoss, Streak, CoolUntilNs);
        _lossWindow.CopyTo(copy.Loss);
        _drawdownWindow.CopyTo(copy.Drawdown);
    }

    /// <summary>Begins with what an earlier run has left; the result itself begins at 0.</summary>
    public void Restore(long dayPnl, long streak, long coolUntilNs)
    {
        _dayStartPnl = -dayPnl;
        Streak = streak;
        CoolUntilNs = coolUntilNs;
    }

    /// <summary>A part of the loss window that an earlier run has left, above its last result.</summary>
    public void RestoreLoss(long beginNs, long first, long high, long low, long nowNs) =>
        _lossWindow.Restore(beginNs, first, high, low, nowNs);

    /// <summary>The same of the drawdown.</summary>
    public void RestoreDrawdown(long beginNs, long first, long high, long low, long nowNs) =>
        _drawdownWindow.Restore(beginNs, first, high, low, nowNs);

    /// <summary>Writes all of it.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_dayStartPnl);
        state.Write(Pnl);
        state.Write(Streak);
        state.Write(CoolUntilNs);
        _lossWindow.Save(state);
        _drawdownWindow.Save(state);
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        _dayStartPnl = state.ReadInt64();
        Pnl = state.ReadInt64();
        Streak = state.ReadInt64();
        CoolUntilNs = state.ReadInt64();
        _lossWindow.Load(state);
        _drawdownWindow.Load(state);
    }
}
