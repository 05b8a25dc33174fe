using Artic.RiskManager.Windows;

namespace Artic.RiskManager.Losses;

/// <summary>A <see cref="LossBook"/> as it was at one moment. Thread: one at a time; used again.</summary>
public sealed class LossCopy
{
    /// <summary>The result.</summary>
    public long Pnl { get; set; }

    /// <summary>Loss since the day began.</summary>
    public long DayLoss { get; set; }

    /// <summary>Closing trades with a loss since the last with a gain.</summary>
    public long Streak { get; set; }

    /// <summary>Until when nothing is opened after a streak; 0: no streak.</summary>
    public long CoolUntilNs { get; set; }

    /// <summary>The window of the rolling loss.</summary>
    public WindowCopy Loss { get; } = new();

    /// <summary>The window of the drawdown.</summary>
    public WindowCopy Drawdown { get; } = new();
}
