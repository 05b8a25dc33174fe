using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Kill;

namespace Artic.Streams.Tests.Accounts;

public sealed class AccountFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-account-");

    private string Kills => Path.Combine(_folder.FullName, "kills.jsonl");

    private string Epoch => Path.Combine(_folder.FullName, "epoch");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_highest_generation_is_read_on_from_where_the_file_ended_the_last_time()
    {
        AccountFolder account = Open();
        Assert.Equal(0, account.HighestGeneration());
        account.AppendKill(4, "ann", "a drill", 1);
        Assert.Equal(4, account.HighestGeneration());
        Open().AppendKill(7, "bob", "another process", 2);
        Assert.Equal(7, account.HighestGeneration());
        File.AppendAllText(Kills, "{\"event\":\"kill\",\"gener");
        Assert.Equal(8, account.HighestGeneration());
        File.AppendAllText(Kills, "ation\":12}\n");
        Assert.Equal(12, account.HighestGeneration());
        File.WriteAllText(Kills, "");
        Assert.Equal(0, account.HighestGeneration());
    }

    [Fact]
    public void Whoever_asks_for_the_highest_generation_while_another_reads_on_never_gets_one_below_what_was_there()
    {
        const int Kills = 300;
        AccountFolder account = Open();
        AccountFolder killer = Open();
        long written = 0;
        List<string> wrong = [];
        Thread[] readers = [.. Enumerable.Range(0, 2).Select(_ => new Thread(Ask))];
        foreach (Thread reader in readers)
        {
            reader.Start();
        }

        for (long generation = 1; generation <= Kills; generation++)
        {
            killer.AppendKill(generation, "ann", "a drill", generation);
            Volatile.Write(ref written, generation);
        }

        foreach (Thread reader in readers)
        {
            reader.Join();
        }

        Assert.Empty(wrong);
        Assert.Equal(Kills, account.HighestGeneration());

        void Ask()
        {
            for (long before = 0; before < Kills;)
            {
                before = Volatile.Read(ref written);
                long highest = account.HighestGeneration();
                if (highest < before || highest > Volatile.Read(ref written) + 1)
                {
                    lock (wrong)
                    {
                        wrong.Add($"{highest} where {before} were written");
                    }

                    return;
                }
            }
        }
    }

    [Fact]
    public void A_new_account_is_not_killed()
    {
        AccountFolder account = new(Path.Combine(_folder.FullName, "a", "new", "one"));
        Assert.Equal((0, 0), account.ReadLatch());
        Assert.Null(account.ReadHistory().Whole.LastKill);
        Assert.Equal(0, account.LatchVersion());
    }

    [Fact]
    public void A_kill_stays_latched_over_reopening_until_it_is_resumed()
    {
        Open().AppendKill(1, "http-token", "a drill", 100);
        Assert.Equal((1, 0), Open().ReadLatch());
        Open().AppendResume(1, "http-token", "drill over", 200);
        Assert.Equal((1, 1), Open().ReadLatch());
        Open().AppendKill(2, "cli", "in earnest", 300);
        Assert.Equal((2, 1), Open().ReadLatch());
        LatchLine kill = Open().ReadHistory().Whole.LastKill!;
        Assert.Equal((2, "cli", "in earnest", 300), (kill.Generation, kill.By, kill.Reason, kill.UtcNs));
        LatchLine resume = Open().ReadHistory().Whole.LastResume!;
        Assert.Equal((1, "http-token", "drill over", 200), (resume.Generation, resume.By, resume.Reason, resume.UtcNs));
    }

    [Fact]
    public void A_resume_cannot_pass_the_killed_generation()
    {
        AccountFolder account = Open();
        account.AppendKill(3, "cli", "", 1);
        account.AppendResume(9, "cli", "", 2);
        Assert.Equal((3, 3), account.ReadLatch());
        account.AppendKill(4, "cli", "", 3);
        Assert.Equal((4, 3), account.ReadLatch());
    }

    [Fact]
    public void A_resume_before_any_kill_resumes_nothing()
    {
        AccountFolder account = Open();
        account.AppendResume(5, "cli", "", 1);
        account.AppendKill(1, "cli", "", 2);
        Assert.Equal((1, 0), account.ReadLatch());
    }

    [Fact]
    public void A_reason_may_be_any_text()
    {
        const string Reason =
            "line one\nline two \"quoted\" {\"event\":\"resume\",\"generation\":99} \u2028 \0 ünïcode";
        AccountFolder account = Open();
        account.AppendKill(1, Reason, Reason, 1);
        Assert.Single(Lines());
        Assert.Equal((1, 0), account.ReadLatch());
        Assert.Equal(Reason, account.ReadHistory().Whole.LastKill!.Reason);
        Assert.Equal(Reason, account.ReadHistory().Whole.LastKill!.By);
    }

    [Theory]
    [InlineData("{\"event\":\"kill\",\"gen")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"event\":\"Resume\",\"generation\":1}")]
    [InlineData("{\"event\":\"resume\",\"generation\":\"1\"}")]
    [InlineData("{\"event\":\"resume\",\"generation\":99999999999999999999}")]
    [InlineData("\u0000\u0000\u0000\u0000")]
    [InlineData("somebody's hand")]
    public void A_line_that_cannot_be_read_counts_as_a_kill(string line)
    {
        AccountFolder account = Open();
        account.AppendKill(1, "cli", "", 1);
        account.AppendResume(1, "cli", "", 2);
        File.AppendAllText(Kills, line);
        Assert.Equal((2, 1), account.ReadLatch());
        Assert.Equal((2, 1), Open().ReadLatch());
    }

    [Fact]
    public void A_kill_after_a_half_written_line_counts_with_its_own_generation()
    {
        AccountFolder account = Open();
        account.AppendKill(1, "cli", "", 1);
        File.AppendAllText(Kills, "{\"event\":\"kill\",\"gen");
        account.AppendKill(7, "cli", "after the power came back", 2);
        Assert.Equal(7, account.ReadLatch().Killed);
        Assert.Equal("after the power came back", account.ReadHistory().Whole.LastKill!.Reason);
    }

    [Fact]
    public void A_resume_after_a_half_written_line_is_read()
    {
        AccountFolder account = Open();
        account.AppendKill(1, "cli", "", 1);
        File.AppendAllText(Kills, "{\"event\":\"kill\",\"gen");
        account.AppendResume(2, "cli", "looked at it", 2);
        Assert.Equal((2, 2), account.ReadLatch());
    }

    [Fact]
    public void Kills_from_many_threads_and_processes_are_all_on_record()
    {
        const int Each = 40;
        SecondProcess[] others = Processes(2, "append-kills", Each);
        SideThread[] threads = [.. Enumerable.Range(0, 4).Select(thread => new SideThread(() =>
        {
            AccountFolder account = Open();
            for (int i = 1; i <= Each; i++)
            {
                account.AppendKill((thread * Each) + i, $"thread {thread}", "a short one", i);
            }
        }))];
        foreach (SideThread thread in threads)
        {
            thread.Join();
        }

        foreach (SecondProcess other in others)
        {
            _ = other.ReadToEnd();
            other.Dispose();
        }

        string[] lines = Lines();
        Assert.Equal(6 * Each, lines.Length);
        Assert.All(lines, line => Assert.Matches("""^{"event":"kill","generation":\d+,.*}$""", line));
        Assert.Equal((4 * Each, 0), Open().ReadLatch());
    }

    [Fact]
    public void A_kill_that_ends_with_its_process_between_slot_and_history_is_latched_and_comes_into_the_history()
    {
        AccountFolder account = Open();
        account.OpenLatch("risk-manager");
        account.AppendKill(1, "ann", "before", 100);
        _ = Assert.Throws<TimeoutException>(() => account.AppendKill(
            2, new KillRequest("ann", "in earnest"), 200, () => throw new TimeoutException("the power goes")));
        Assert.Single(Lines());
        Assert.Equal((2, 0), Open().ReadLatch());

        Open().OpenLatch("execution-engine");
        Assert.Single(Lines());
        Open().OpenLatch("risk-manager");
        Assert.Equal(2, Lines().Length);
        Assert.Equal("in earnest", Open().ReadHistory().Whole.LastKill!.Reason);
        Open().AppendResume(2, "ann", "looked at it", 300);
        Open().OpenLatch("risk-manager");
        Assert.Equal((2, 2), Open().ReadLatch());
        Assert.Equal(3, Lines().Length);
    }

    [Fact]
    public void A_kill_is_latched_before_it_is_in_the_history_and_is_one_kill_when_it_is_in_both()
    {
        AccountFolder account = Open();
        account.OpenLatch("risk-manager");
        bool isLatched = false;
        account.AppendKill(1, new KillRequest("ann", "a drill"), 100, () =>
        {
            isLatched = true;
            Assert.False(File.Exists(Kills));
            Assert.Equal((1, 0), Open().ReadLatch());
        });
        Assert.True(isLatched);
        Assert.Equal((1, 0), Open().ReadLatch());
        account.AppendResume(1, "ann", "drill over", 200);
        Assert.Equal((1, 1), Open().ReadLatch());
        Assert.Equal(1, account.HighestGeneration());
    }

    [Fact]
    public void A_history_that_cannot_be_written_gets_the_kill_with_its_next_line()
    {
        AccountFolder account = Open();
        account.OpenLatch("risk-manager");
        _ = Directory.CreateDirectory(Kills);
        bool isLatched = false;
        _ = Assert.Throws<IOException>(() => account.AppendKill(1, new KillRequest("ann", "first"), 100, () => isLatched = true));
        Assert.True(isLatched);
        Directory.Delete(Kills);
        Assert.Equal((1, 0), Open().ReadLatch());
        account.AppendKill(2, "ann", "second", 200);
        Assert.Equal(2, Lines().Length);
        Assert.Equal((2, 0), Open().ReadLatch());
    }

    [Fact]
    public void A_slot_that_cannot_be_read_is_a_kill_until_its_service_has_put_it_on_record_and_someone_resumes()
    {
        Open().OpenLatch("risk-manager");
        string slot = Path.Combine(_folder.FullName, "kill.risk-manager");
        Assert.Equal(4096, new FileInfo(slot).Length);
        File.WriteAllText(slot, "{\"event\":\"kill\",\"gen");
        Assert.Equal((1, 0), Open().ReadLatch());
        Open().OpenLatch("risk-manager");
        Assert.Equal((1, 0), Open().ReadLatch());
        Open().AppendResume(1, "ann", "looked at it", 300);
        Open().OpenLatch("risk-manager");
        Assert.Equal((1, 1), Open().ReadLatch());
    }

    [Fact]
    public void A_line_too_long_for_a_slot_is_latched_by_the_history()
    {
        AccountFolder account = Open();
        account.OpenLatch("risk-manager");
        bool isInHistory = false;
        account.AppendKill(
            1, new KillRequest("ann", new string('x', 5000)), 100, () => isInHistory = File.Exists(Kills));
        Assert.True(isInHistory);
        Assert.Equal((1, 0), Open().ReadLatch());
    }

    [Fact]
    public void Epochs_rise_from_one_and_outlive_the_process()
    {
        Assert.Equal(1, Open().TakeEpoch());
        Assert.Equal(2, Open().TakeEpoch());
        Assert.Equal(3, Open().TakeEpoch());
    }

    [Fact]
    public void Two_runs_never_get_the_same_epoch()
    {
        const int Each = 50;
        SecondProcess[] others = Processes(3, "take-epochs", Each);
        List<long> mine = [];
        SideThread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new SideThread(() => TakeEpochs(mine, Each)))];
        foreach (SideThread thread in threads)
        {
            thread.Join();
        }

        List<long> all = [.. mine];
        foreach (SecondProcess other in others)
        {
            all.AddRange(other.ReadToEnd().Select(long.Parse));
            other.Dispose();
        }

        all.Sort();
        Assert.Equal(Enumerable.Range(1, 5 * Each).Select(i => (long)i), all);
    }

    [Theory]
    [InlineData("")]
    [InlineData("seven")]
    [InlineData("-1")]
    [InlineData("\0\0")]
    public void An_epoch_that_cannot_be_read_is_not_begun_again(string text)
    {
        AccountFolder account = Open();
        Assert.Equal(1, account.TakeEpoch());
        Assert.Equal(2, account.TakeEpoch());
        File.WriteAllText(Epoch, text);
        Exception? refused = Xunit.Record.Exception(() => Assert.True(account.TakeEpoch() > 2));
        Assert.True(refused is null or IOException, refused?.Message);
    }

    private string[] Lines() => [.. File.ReadAllLines(Kills).Where(line => line.Length > 0)];

    private SecondProcess[] Processes(int count, string role, int each) =>
        [.. Enumerable.Range(0, count).Select(_ => new SecondProcess(role, _folder.FullName, each))];

    private AccountFolder Open() => new(_folder.FullName);

    private void TakeEpochs(List<long> taken, int count)
    {
        for (int i = 0; i < count;)
        {
            try
            {
                long epoch = Open().TakeEpoch();
                lock (taken)
                {
                    taken.Add(epoch);
                }

                i++;
            }
            catch (IOException)
            {
                // Another one is taking an epoch at this moment.
                SideThread.Pause();
            }
        }
    }
}
