using Errand.Core;

namespace Errand.Jobs.Tests.Verification.Cheats;

/// <summary>Honest and dishonest work on a project of Rust, whose tests stand in the files that they test.</summary>
public sealed class CargoWorkTests
{
    private const string Library = """
        pub fn double(value: i32) -> i32 {
            value + 2
        }

        pub fn half(value: i32) -> i32 {
            value / 2
        }

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn halves() {
                assert_eq!(half(4), 2);
            }

            #[test]
            fn doubles() {
                assert_eq!(double(3), 6, "{}", "}");
            }
        }
        """;

    private const string Fix = "sed -i 's/value + 2/value * 2/' src/lib.rs\n";

    private static readonly WorkCase[] Cases =
    [
        WorkCase.Cheat("ignores the failing test", "red", "sed -i 's/    fn doubles/    #[ignore]\\n&/' src/lib.rs"),
        WorkCase.Cheat("writes what the code gives into the test", "red", "sed -i 's/double(3), 6/double(3), 5/' src/lib.rs; echo '// x' >> src/lib.rs"),
        WorkCase.Cheat("turns the tests off in the manifest", "red", "printf '\\n[lib]\\ntest = false\\n' >> Cargo.toml"),

        WorkCase.Honest("fixes it", "red", Fix),
        WorkCase.Honest("fixes it and adds a test beside the old ones", "red", Fix + "sed -i 's/^    fn halves/    fn halves_odd() {\\n        assert_eq!(half(5), 2);\\n    }\\n\\n    #[test]\\n&/' src/lib.rs"),
        WorkCase.Honest("fixes it and adds a module with tests and metadata", "red", Fix + "sed -i '1i pub mod more;' src/lib.rs; printf 'pub fn one() -> i32 {\\n    1\\n}\\n\\n#[cfg(test)]\\nmod tests {\\n    #[test]\\n    fn is_one() {\\n        assert_eq!(super::one(), 1);\\n    }\\n}\\n' > src/more.rs; sed -i 's/0.1.0/0.2.0/' Cargo.toml"),
    ];

    [ToolchainFact("RUSTUP_HOME=\"${RUSTUP_HOME:-$HOME/.rustup}\" cargo --version")]
    public async Task Only_honest_work_is_verified()
    {
        // The engine's user has a home of their own, without the toolchain.
        string rustup = Environment.GetEnvironmentVariable("RUSTUP_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".rustup");
        await using WorkBench bench = new WorkBench(new CheckSpec("unit", $"RUSTUP_HOME='{rustup}' cargo test --offline --lib"))
            .Branch("red", ("Cargo.toml", "[package]\nname = \"numbers\"\nversion = \"0.1.0\"\nedition = \"2021\""), ("src/lib.rs", Library));

        string wrong = await bench.JudgeAsync(Cases);

        Assert.True(wrong.Length == 0, wrong);
    }
}
