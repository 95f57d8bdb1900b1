using System.Buffers;
using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>Which paths judge work instead of being it, as data: class and patterns, by ecosystem. docs/checks.md lists them.</summary>
public static class ProtectedPaths
{
    /// <summary>The patterns of each class, in the order in which they are tried.</summary>
    public static IReadOnlyList<(ProtectedClass Class, string Ecosystem, string[] Patterns)> All { get; } =
    [
        (ProtectedClass.Tests, "any",
        [
            "**/{test,tests,Test,Tests,__tests__,e2e,testdata,test-data,test_data,testing-data,fixtures,__fixtures__,golden,goldens,expected,snapshots,__snapshots__}/**",
            "**/*.{snap,golden,approved.*,verified.*,expected,expected.*}", "**/{expected,golden}{.,_,-}*", "**/{test,tests}.{c,cc,cpp,h,sh,t}", "**/test[_-]*.{c,cc,cpp,h,hpp,sh,bash}",
            "**/*_test.{c,cc,cpp,sh}", "**/*.{bats,t}",
        ]),
        (ProtectedClass.Tests, "JavaScript",
        [
            "**/*.{test,spec,e2e,cy}.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte}", "**/*-test.{js,mjs,cjs,ts}", "**/*_test.{js,mjs,cjs,ts}", "**/test-*.{js,mjs,cjs,ts}",
            "**/test.{js,mjs,cjs,ts}", "**/{jest,vitest,test}[.-]setup.*", "**/setup[.-]?ests.*", "**/setupTests.*", "**/__mocks__/**", "cypress/**",
        ]),
        (ProtectedClass.Tests, "Python", ["**/test_*.py", "**/*_test.py", "**/{test,tests,conftest}.py"]),
        (ProtectedClass.Tests, ".NET", ["**/*.{Tests,Test,UnitTests,IntegrationTests,Specs}/**", "**/*{Test,Tests,Specs}.{cs,fs,vb}"]),
        (ProtectedClass.Tests, "Go", ["**/*_test.go"]),
        (ProtectedClass.Tests, "Rust", ["**/tests.rs", "**/*_test.rs", "**/test_*.rs"]),
        (ProtectedClass.Tests, "JVM", ["**/{androidTest,integrationTest,testFixtures}/**", "**/{*Test,*Tests,*IT,*Spec,Test[A-Z]*}.{java,kt,groovy,scala}"]),
        (ProtectedClass.Tests, "Ruby", ["**/*_{spec,test}.rb", "**/{spec,test}_helper.rb", "**/rails_helper.rb", "**/test_*.rb"]),
        (ProtectedClass.Tests, "PHP", ["**/*{Test,Cest}.php"]),
        (ProtectedClass.Tests, "other", ["**/*_test.{exs,dart,lua}", "**/*Tests.swift", "**/*_SUITE.erl"]),

        (ProtectedClass.Config, "check scripts",
        [
            "**/{run,check,ci,lint,verify,coverage,validate}[-_]{test,tests,all,checks,lint,coverage}*", "**/{runtests,run_test,check,ci,lint,verify,coverage}.{sh,bash,py,js,mjs,cjs,ts,rb,pl,ps1}",
            "{script,scripts,bin,eng,tools,build,hack,ci}/{test,tests,check,lint,verify,coverage}{,.*}",
        ]),
        (ProtectedClass.Config, "JavaScript",
        [
            "**/package.json", "**/deno.json{,c}", "**/{jest,vitest,vite,karma,playwright,cypress,babel,eslint,nyc,wdio,ava,stylelint,prettier}.{config,conf,workspace}*.*", "**/vitest.*.{ts,js,mjs}",
            "**/.{mocharc,nycrc,c8rc,eslintrc,eslintignore,prettierrc,prettierignore,babelrc,swcrc,stylelintrc,taprc}*", "**/tsconfig*.json", "**/{biome,tslint,turbo,nx,lerna}.json{,c}", "**/node_modules/**",
        ]),
        (ProtectedClass.Config, "Python",
        [
            "**/{pyproject,ruff,.ruff,noxfile,pyrightconfig}.{toml,py,json}", "**/{pytest,tox,mypy,.mypy}.ini", "**/setup.cfg", "**/.{coveragerc,flake8,pylintrc,isort.cfg}", "**/pylintrc",
            "**/{sitecustomize,usercustomize,unittest,pytest,_pytest,doctest,nose}.py", "**/{unittest,pytest,_pytest,nose}/**", "**/*.pth",
        ]),
        (ProtectedClass.Config, ".NET",
        [
            "**/*.{csproj,fsproj,vbproj,sln,slnx,slnf,props,targets,ruleset,runsettings,rsp}", "**/{.editorconfig,.globalconfig,global.json,xunit.runner.json,testconfig.json,testEnvironments.json}",
        ]),
        (ProtectedClass.Config, "Go", ["**/go.{mod,work}", "**/.golangci.*"]),
        (ProtectedClass.Config, "Rust", ["**/Cargo.toml", "**/build.rs", "**/.cargo/**", "**/{clippy,.clippy,rustfmt,.rustfmt,rust-toolchain,nextest}*"]),
        (ProtectedClass.Config, "JVM", ["**/pom.xml", "**/*.gradle{,.kts}", "**/gradle.properties", "**/.mvn/**", "**/{checkstyle,pmd,spotbugs,detekt}*.{xml,yml,yaml}", "**/junit-platform.properties"]),
        (ProtectedClass.Config, "C", ["**/{Makefile,makefile,GNUmakefile,CMakeLists.txt,meson.build,configure.ac,CTestTestfile.cmake,CMakePresets.json}", "**/*.{mk,cmake}", "**/{assert,check,cmocka,criterion,unity}.h", "**/.clang-*"]),
        (ProtectedClass.Config, "Ruby and PHP", ["**/{Rakefile,.rspec,.rubocop.yml,.simplecov}", "**/phpunit.xml*", "**/{phpstan,psalm,phpcs}*.{neon,xml,dist}", "**/composer.json"]),
        (ProtectedClass.Config, "any", ["**/{Justfile,justfile,Taskfile.yml,Earthfile,Tiltfile,WORKSPACE,MODULE.bazel,.bazelrc,BUILD.bazel}", "**/{codecov,.codecov,.coveralls}.y*ml", "**/sonar-project.properties"]),
    ];

    /// <summary>What a path of a test has in it somewhere: nearly all of a large repository's paths are decided by it.</summary>
    private static readonly SearchValues<string> PartsOfTests = SearchValues.Create(
        ["test", "spec", "e2e", "fixture", "golden", "expected", "snap", "approved", "verified", "cy.", "cypress", "mock", "cest", "it.", "suite", ".bats"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Names that take the place of a runner's, a library's or a start script's own.</summary>
    private static readonly Glob[] Shadows =
    [
        .. ((string[])["**/{sitecustomize,usercustomize,unittest,pytest,_pytest,doctest,nose}.py", "**/{unittest,pytest,_pytest,nose}/**", "**/*.pth", "**/{assert,check,cmocka,criterion,unity}.h", "**/node_modules/**", "**/.cargo/**"])
            .Select(pattern => Glob.Parse("protected", pattern)),
    ];

    private static readonly (ProtectedClass Class, Glob[] Globs)[] Rules =
        [.. All.Select(rule => (rule.Class, rule.Patterns.Select(pattern => Glob.Parse("protected", pattern)).ToArray()))];

    /// <summary>Whether a path takes the place of what runs tests.</summary>
    internal static bool IsShadow(string path) => Array.Exists(Shadows, glob => glob.Covers(path));

    /// <summary>Whether any of the paths is a test, or one of its data.</summary>
    internal static bool HasTests(IEnumerable<string> paths) =>
        paths.Any(path => (path.AsSpan().ContainsAny(PartsOfTests) || path.Ends(".t")) && IsOf(ProtectedClass.Tests, path.Split('/')));

    /// <summary>The class of a path; null = it is ordinary work.</summary>
    public static ProtectedClass? ClassOf(string path)
    {
        string[] names = path.Split('/');
        foreach (SensitiveClass sensitive in SensitivePaths.ClassesOf(path))
        {
            if (sensitive == SensitiveClass.LockFile)
                return ProtectedClass.Lockfiles;
            if (sensitive is SensitiveClass.Ci or SensitiveClass.Hook)
                return ProtectedClass.Ci;
        }

        // A project file of tests is configuration, with rules of its own for what is harmless in it.
        ProtectedClass? found = null;
        foreach ((ProtectedClass protectedClass, Glob[] globs) in Rules)
        {
            if (!Array.Exists(globs, glob => glob.Covers(names)))
                continue;
            if (protectedClass == ProtectedClass.Config)
                return protectedClass;
            found ??= protectedClass;
        }

        return found;
    }

    private static bool IsOf(ProtectedClass wanted, string[] names) =>
        Array.Exists(Rules, rule => rule.Class == wanted && Array.Exists(rule.Globs, glob => glob.Covers(names)));
}
