using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;

namespace Artic.RiskManager.Carried;

/// <summary>
/// Copies of what all scopes have lost, for whoever writes them to disk. The loop's thread copies a few at a time, each whole, and
/// hands them over; it never waits. Thread: the loop's and one reader. Allocates nothing after construction.
/// </summary>
public sealed class LossCopies
{
    private const int CopiesOfTurn = 16;

    private readonly Scope[] _scopes;
    private readonly LossCopy[] _copies;
    private int _next;
    private volatile bool _isWanted = true;

    /// <param name="scopes">Whose.</param>
    public LossCopies(ScopeTree scopes)
    {
        _scopes = [scopes.Account, .. scopes.Strategies, .. scopes.Instruments];
        _copies = Array.ConvertAll(_scopes, static _ => new LossCopy());
    }

    /// <summary>All are copied and are the reader's until <see cref="Want"/>.</summary>
    public bool IsReady => !_isWanted;

    /// <summary>Midnight of the day in hand; 0 before it is known.</summary>
    public long DayStartUtcNs { get; private set; }

    /// <summary>The account's result of the day.</summary>
    public long DayPnl { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count => _scopes.Length;

    /// <summary>Whose one is.</summary>
    public Scope ScopeAt(int index) => _scopes[index];

    /// <summary>One of them; only while they are ready.</summary>
    public LossCopy this[int index] => _copies[index];

    /// <summary>The reader's: they may be copied anew.</summary>
    public void Want() => _isWanted = true;

    /// <summary>The loop's: copies some where they are wanted.</summary>
    public void Work(long dayStartUtcNs, long dayPnl)
    {
        if (!_isWanted)
        {
            return;
        }

        int end = Math.Min(_scopes.Length, _next + CopiesOfTurn);
        for (; _next < end; _next++)
        {
            _scopes[_next].Losses.CopyTo(_copies[_next]);
        }

        if (_next == _scopes.Length)
        {
            _next = 0;
            (DayStartUtcNs, DayPnl) = (dayStartUtcNs, dayPnl);

            // ORDER: last; partner: IsReady. The reader sees whole copies.
            _isWanted = false;
        }
    }

    /// <summary>After the loop has ended: copies all of them at once.</summary>
    public void Finish(long dayStartUtcNs, long dayPnl)
    {
        _next = 0;
        do
        {
            _isWanted = true;
            Work(dayStartUtcNs, dayPnl);
        }
        while (_isWanted);
    }
}
